/** Whatever stands in an Authorization header, the guard answers it and never breaks (RFC 6750 §2.1, §3.1). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseChallenges } from '@granthouse/protocol';
import { protectedResource, type ProtectedResource } from '@granthouse/resource-server';
import * as fc from 'fast-check';
import { propertyRuns } from '../../support/property-runs.ts';
import { createTestClock } from '../../support/test-clock.ts';
import { startTestIssuer, type TestIssuer } from '../../support/test-issuer.ts';

const clock = createTestClock();
let issuer: TestIssuer;
let resource: ProtectedResource;
let token: string;

beforeAll(async () => {
  issuer = await startTestIssuer(clock);
  resource = protectedResource({
    resource: 'https://api.example/mcp',
    authorizationServers: [issuer.issuer],
    now: clock.now,
  });
  token = await issuer.mint(resource.resource);
});
afterAll(() => issuer.goAway());

async function answerTo(authorization: string, url = '/mcp'): Promise<Response> {
  const headers: Record<string, string> = { host: 'api.example', authorization };
  const outcome = await resource.handle({ method: 'POST', url, headers: { get: (name) => headers[name] ?? null } });
  if (outcome instanceof Response) return outcome;
  throw new Error('let through');
}

function expectChallenge(answer: Response): void {
  const challenges = parseChallenges(answer.headers.get('www-authenticate') ?? '');
  expect(challenges.map(({ scheme }) => scheme)).toEqual(['Bearer', 'DPoP']);
  expect(challenges[0]?.parameters).toHaveProperty('resource_metadata');
}

describe('any Authorization header', () => {
  it('RFC6750-1: is answered with 400 or 401 and the challenge', async () => {
    const header = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string().map((value) => `Bearer ${value}`),
      fc.string().map((value) => `DPoP ${value}`),
      fc.array(fc.base64String(), { minLength: 1, maxLength: 5 }).map((parts) => `Bearer ${parts.join('.')}`),
      fc.tuple(fc.jsonValue(), fc.jsonValue()).map((parts) => `Bearer ${[...parts.map(encode), 'AAAA'].join('.')}`),
    );
    await fc.assert(
      fc.asyncProperty(header, async (value) => {
        const answer = await answerTo(value);
        expect([400, 401]).toContain(answer.status);
        expectChallenge(answer);
      }),
      { numRuns: propertyRuns(200) },
    );
  });

  it('RFC9068-8: a right token with one character changed is 401, never let through and never 503', async () => {
    const change = fc.tuple(fc.nat(token.length - 1), fc.constantFrom(...'ABYZabyz0189-_.~+/'.split('')));
    await fc.assert(
      fc.asyncProperty(change, async ([at, character]) => {
        const changed = token.slice(0, at) + character + token.slice(at + 1);
        // The last character of a signature holds bits that no decoder reads.
        fc.pre(changed !== token && at !== token.length - 1);
        const answer = await answerTo(`Bearer ${changed}`);
        expect(answer.status).toBe(401);
        expectChallenge(answer);
      }),
      { numRuns: propertyRuns(200) },
    );
  });

  it('any target is answered, found to be something else, or challenged', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (target) => {
        const headers: Record<string, string> = { host: 'api.example' };
        const head = { method: 'GET', url: target, headers: { get: (name: string) => headers[name] ?? null } };
        const outcome = await resource.handle(head);
        expect([200, 204, 401, 403, 404, undefined]).toContain((outcome as Response | undefined)?.status);
      }),
      { numRuns: propertyRuns(200) },
    );
  });
});

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value) ?? '').toString('base64url');
}
