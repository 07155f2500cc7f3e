/** Keys that a function of the builder's looks up: what it says is judged, and its failure is nobody's wrong key. */
import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OAuthError } from '@granthouse/protocol';
import type { CredentialHolder } from '@granthouse/resource-server';
import { bearerOf, type GuardedServer, startGuardedServer } from '../../support/guarded-server.ts';
import { createTestClock } from '../../support/test-clock.ts';

const clock = createTestClock();
const warnings: unknown[] = [];
const asked: string[] = [];
let answerWith: () => unknown;
let server: GuardedServer;

beforeAll(async () => {
  server = await startGuardedServer('node', {
    scopes: { 'orders:read': {}, 'orders:write': { implies: ['orders:read'] } },
    requiredScopes: ['orders:read'],
    credentials: [
      {
        kind: 'api_key',
        prefix: 'ok_',
        lookup(sha256) {
          asked.push(sha256);
          return answerWith() as CredentialHolder;
        },
      },
    ],
    now: clock.now,
    log: { warn: (...said) => void warnings.push(said) },
  });
});
afterAll(() => server.close());
beforeEach(() => {
  asked.length = 0;
  warnings.length = 0;
});

describe('a key that is looked up', () => {
  it('is asked for by its hash alone, on every call', async () => {
    answerWith = () => Promise.resolve({ clientId: 'ci', subject: 'ada', scopes: ['orders:write'], team: 'a' });
    await server.call('ok_right');
    expect((await server.call('ok_right')).status).toBe(200);
    expect(asked).toEqual(Array(2).fill(createHash('sha256').update('ok_right').digest('hex')));
    const auth = { clientId: 'ci', subject: 'ada', scopes: ['orders:write', 'orders:read'], extra: { subject: 'ada' } };
    expect(server.seen.at(-1)).toMatchObject(auth);
  });

  it.each([
    ['undefined', () => undefined],
    ['null', () => Promise.resolve(null)],
    ['a holder whose time is over', () => ({ clientId: 'ci', expiresAt: clock.seconds() })],
  ])('is refused with 401 for %s', async (_, said) => {
    answerWith = said;
    const answer = await server.call('ok_wrong');
    expect(answer.status).toBe(401);
    expect(bearerOf(answer)).toMatchObject({ error: 'invalid_token' });
    expect(warnings).toEqual([]);
  });

  it.each([
    ['throws', () => raise(new Error('the database is away'))],
    ['rejects', () => Promise.reject(new Error('the database is away'))],
    ['throws what would be a refusal', () => raise(new OAuthError('invalid_token', 'not today'))],
    ['rejects with nothing', () => Promise.reject()],
    ['says true', () => true],
    ['says nobody in particular', () => ({})],
    ['says an empty client', () => ({ clientId: '' })],
    ['says a scope that is none', () => ({ clientId: 'ci', scopes: ['orders read'] })],
    ['says a time in milliseconds', () => ({ clientId: 'ci', expiresAt: clock.now() })],
    ['says a date', () => ({ clientId: 'ci', expiresAt: new Date() })],
  ])('is answered with 503, and told without the key, when the function %s', async (_, said) => {
    answerWith = said;
    const answer = await server.call('ok_unjudged');
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '10' } });
    expect(answer.headers).not.toHaveProperty('www-authenticate');
    expect(warnings).toHaveLength(1);
    expect(inspect(warnings, { depth: 9 })).not.toContain('ok_unjudged');
  });

  it('costs nothing when it is longer than any key', async () => {
    expect((await server.call(`ok_${'k'.repeat(600)}`)).status).toBe(401);
    expect(asked).toEqual([]);
  });
});

function raise(error: Error): never {
  throw error;
}
