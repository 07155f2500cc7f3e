/** Custom headers: all or none of them, each once, judged by a function of the builder's that is never quoted. */
import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OAuthError } from '@granthouse/protocol';
import type { CredentialHolder } from '@granthouse/resource-server';
import { bearerOf, type GuardedServer, startGuardedServer } from '../../support/guarded-server.ts';
import { createTestClock } from '../../support/test-clock.ts';

const clock = createTestClock();
const warnings: unknown[] = [];
const asked: unknown[] = [];
let answerWith: (values: Record<string, string>) => unknown;
let server: GuardedServer;

beforeAll(async () => {
  server = await startGuardedServer('node', {
    requiredScopes: ['orders:read'],
    credentials: [
      {
        kind: 'headers',
        names: ['X-Team', 'x-token'],
        validate(values, { method, url }) {
          asked.push({ values, method, url });
          return answerWith(values) as CredentialHolder;
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
  answerWith = (values) =>
    values['x-token'] === 's3cret-value' ? { clientId: 'duvo', subject: values['X-Team'] } : null;
});

const call = (...headers: [string, string][]) => server.send('/mcp?page=1', { method: 'POST', headers });

describe('custom headers', () => {
  it('are handed over as they came, by the names as they were declared', async () => {
    expect((await call(['x-team', 'Blue Team'], ['X-TOKEN', 's3cret-value'])).status).toBe(200);
    const values = { 'X-Team': 'Blue Team', 'x-token': 's3cret-value' };
    expect(asked).toEqual([{ values, method: 'POST', url: '/mcp?page=1' }]);
    expect(server.seen.at(-1)).toMatchObject({
      kind: 'headers',
      token: '',
      clientId: 'duvo',
      subject: 'Blue Team',
      scopes: ['orders:read'],
      extra: { subject: 'Blue Team' },
    });
  });

  it.each([
    ['the first alone', [['x-team', 'blue']]],
    ['the second alone', [['x-token', 's3cret-value']]],
    [
      'an empty one',
      [
        ['x-team', ''],
        ['x-token', 's3cret-value'],
      ],
    ],
  ] as [string, [string, string][]][])('are refused without being judged: %s', async (_, headers) => {
    const answer = await call(...headers);
    expect(answer.status).toBe(401);
    expect(bearerOf(answer)).toEqual({
      error: 'invalid_token',
      error_description: 'the values of X-Team, x-token are not known here',
    });
    expect(asked).toEqual([]);
  });

  it.each([
    ['a wrong value', () => null],
    ['a time that is over', () => ({ clientId: 'duvo', expiresAt: clock.seconds() - 1 })],
  ])('are refused with 401 for %s, without a word of OAuth', async (_, said) => {
    answerWith = said;
    const answer = await call(['x-team', 'blue'], ['x-token', 'wrong']);
    expect(answer.status).toBe(401);
    expect(Object.keys(bearerOf(answer))).toEqual(['error', 'error_description']);
  });

  it.each([
    [[['x-token', 's3cret-value'] as const, ['x-token', 'b'] as const]],
    [[['x-token', 's3cret-value, b'] as const]],
  ])('are refused with 400 when one came twice, or may have: %j', async (tokens) => {
    const answer = await call(['x-team', 'blue'], ...tokens.map(([name, value]): [string, string] => [name, value]));
    expect(answer.status).toBe(400);
    expect(bearerOf(answer)).toMatchObject({ error: 'invalid_request' });
    expect(asked).toEqual([]);
  });

  it.each([
    ['throws what quotes them', (values) => raise(new Error(`no team for ${values['x-token']}`))],
    ['throws what would be a refusal', () => raise(new OAuthError('invalid_token', 'not today'))],
    ['rejects with a cause', (values) => Promise.reject(new Error('away', { cause: values }))],
    ['rejects with members', (values) => Promise.reject(Object.assign(new Error('away'), { config: values }))],
    ['rejects with no error', (values) => Promise.reject(values['x-token'])],
    ['says a value', (values) => values['x-token']],
    ['says a value for a client', (values) => ({ clientId: [values['x-token']] })],
  ] as [string, (values: Record<string, string>) => unknown][])(
    'RS-13: are answered with 503 and stay out of the log when the function %s',
    async (_, said) => {
      answerWith = said;
      const answer = await call(['x-team', 'blue'], ['x-token', 's3cret-value']);
      expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '10' } });
      expect(warnings).toHaveLength(1);
      const told = inspect(warnings, { depth: 9 });
      expect(told).toMatch(/validate(?: failed: \w*Error|(?:\.clientId)?: Invalid input)/);
      expect(told).not.toContain('s3cret-value');
    },
  );

  it('says in the log where the function failed', async () => {
    answerWith = () => raise(new RangeError('no'));
    await call(['x-team', 'blue'], ['x-token', 's3cret-value']);
    expect(inspect(warnings, { depth: 9 })).toMatch(/validate failed: RangeError[^]*headers\.test\.ts/);
  });

  it('HOST-26: may be sent by a browser of an allowed origin', async () => {
    const answer = await server.send('/mcp', { method: 'OPTIONS', headers: [['Origin', server.origin]] });
    const allowed = answer.headers['access-control-allow-headers']?.split(', ');
    expect(allowed).toEqual(expect.arrayContaining(['x-team', 'x-token']));
  });

  it('keep an answer from whoever sends others, should a cache have kept it', async () => {
    const answer = await call(['x-team', 'blue'], ['x-token', 's3cret-value']);
    expect(answer.headers['vary']).toBe('Origin, x-team, x-token');
  });

  it('OAUTH21-30: are asked for without an error code when none of them came', async () => {
    const answer = await call(['authorization', 'Bearer abc']);
    expect(answer.status).toBe(401);
    expect(bearerOf(answer)).toEqual({ realm: new URL(server.origin).host });
  });
});

function raise(error: Error): never {
  throw error;
}
