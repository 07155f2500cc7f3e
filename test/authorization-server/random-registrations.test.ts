/** Random bodies over HTTP: never a 5xx, and whatever is taken is a client that the server itself can use (RFC 7591 §3.2). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clientInformationSchema } from '@granthouse/protocol';
import * as fc from 'fast-check';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { authorizationRequest } from '../support/oauth-client.ts';
import { propertyRuns } from '../support/property-runs.ts';
import { anyBody } from './any-body.ts';
import { faultsOf } from './taken-registration.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startAuthorizationServer('https://orders.example.com/mcp', { limits: { enabled: false } });
});
afterAll(() => server.close());

/** Milliseconds that all runs may take. */
const inFull = 600_000;

const headers = { 'content-type': 'application/json' };
const send = (body: string | Uint8Array<ArrayBuffer>) =>
  fetch(`${server.issuer}/register`, { method: 'POST', headers, body });

type Members = Record<string, unknown>;

interface Judged {
  /** What is wrong with the answer. */
  readonly faults: readonly string[];
  readonly client?: Members;
}

async function judged(body: string): Promise<Judged> {
  const answer = await send(body);
  const told = (await answer.json()) as Members;
  if (answer.status !== 201) return { faults: isRefusal(answer.status, told) ? [] : [`is answered ${answer.status}`] };
  const { error } = clientInformationSchema.safeParse(told);
  return { faults: [...faultsOf(told, JSON.parse(body) as Members), ...(error ? [error.message] : [])], client: told };
}

function isRefusal(status: number, { error, error_description: description }: Members): boolean {
  const codes = ['invalid_redirect_uri', 'invalid_client_metadata', 'invalid_request'];
  return status === 400 && codes.includes(String(error)) && /^[ !#-[\]-~]{1,300}$/.test(String(description));
}

describe('a random body', () => {
  it(
    'RFC7591-2, RFC7591-8: is refused with 400, or is a client, by schema and by every rule',
    async () => {
      let taken = 0;
      const property = fc.asyncProperty(anyBody, async (body) => {
        const { faults, client } = await judged(body);
        expect(faults).toEqual([]);
        if (client) taken += 1;
      });
      await fc.assert(property, { numRuns: propertyRuns(200) });
      expect(taken).toBeGreaterThan(40);
    },
    inFull,
  );

  it(
    'HOST-01: is a client that may authorize with each of its redirect URIs',
    async () => {
      const property = fc.asyncProperty(anyBody, async (body) => {
        const { client } = await judged(body);
        for (const redirect_uri of (client?.['redirect_uris'] as string[] | undefined) ?? []) {
          const { url } = authorizationRequest(server.issuer, String(client?.['client_id']), { redirect_uri });
          const { status, headers: told } = await fetch(url, { redirect: 'manual' });
          expect([redirect_uri, status, told.get('location')]).toEqual([
            redirect_uri,
            303,
            expect.stringContaining('/interaction/'),
          ]);
        }
      });
      await fc.assert(property, { numRuns: propertyRuns(10) });
    },
    inFull,
  );

  it(
    'RFC7591-2: gives the same client again, when it is public',
    async () => {
      const property = fc.asyncProperty(anyBody, async (body) => {
        const [{ client: first }, { client: again }] = [await judged(body), await judged(body)];
        const isShared = first?.['token_endpoint_auth_method'] === 'none';
        expect(isShared ? again : undefined).toEqual(isShared ? first : undefined);
      });
      await fc.assert(property, { numRuns: propertyRuns(20) });
    },
    inFull,
  );

  it(
    'is refused when it is no JSON, no UTF-8, or of another shape',
    async () => {
      const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => new Uint8Array(array));
      const property = fc.asyncProperty(fc.oneof(bytes, fc.string(), fc.json()), async (body) => {
        const { status } = await send(body);
        expect([201, 400]).toContain(status);
      });
      await fc.assert(property, { numRuns: propertyRuns(20) });
    },
    inFull,
  );
});
