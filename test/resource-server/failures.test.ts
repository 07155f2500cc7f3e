/** Whatever fails on this side, and however: 503 with Retry-After, never 500, never a challenge, never let through (RFC 9110 §15.6.4). */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OAuthError } from '@granthouse/protocol';
import type { ProtectedResourceOptions } from '@granthouse/resource-server';
import { adapters, type RawAnswer, startGuardedServer } from '../support/guarded-server.ts';
import { createTestClock } from '../support/test-clock.ts';
import { startTestIssuer, type TestIssuer } from '../support/test-issuer.ts';

const clock = createTestClock();
let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await startTestIssuer(clock);
});
afterAll(() => issuer.goAway());

const hostile = new Proxy(new Error('hidden'), {
  get() {
    throw new Error('no property of this may be read');
  },
});

const kinds: [string, unknown][] = [
  ['an Error', new Error('secret of ours')],
  ['a TypeError', new TypeError('fetch failed')],
  ['an AggregateError', new AggregateError([new Error('a')], 'all failed')],
  ['an abort', new DOMException('aborted', 'AbortError')],
  ['a timeout', AbortSignal.abort(new DOMException('late', 'TimeoutError')).reason],
  [
    'an error whose cause is itself',
    Object.assign(new Error('loop'), {
      get cause(): unknown {
        return this;
      },
    }),
  ],
  ['an OAuthError that blames the server', new OAuthError('server_error', 'broken')],
  ['an OAuthError of another place', new OAuthError('invalid_grant', 'broken')],
  ['a string', 'broken'],
  ['a number', 401],
  ['a symbol', Symbol('broken')],
  ['undefined', undefined],
  ['null', null],
  ['an answer', new Response('ok', { status: 200 })],
  ['an object without a prototype', Object.create(null)],
  ['a frozen object', Object.freeze({ status: 401, code: 'invalid_token' })],
  ['what breaks whoever looks at it', hostile],
];

/** Every function of the operator's that a call leads to. */
const places: [string, (fail: () => never) => Partial<ProtectedResourceOptions>, string][] = [
  ['fetch throws', (fail) => ({ fetch: fail }), 'token'],
  ['fetch rejects', (fail) => ({ fetch: async () => fail() }), 'token'],
  ['the clock throws', (fail) => ({ now: fail }), 'token'],
  ['lookup throws', (fail) => ({ credentials: [{ kind: 'api_key', prefix: 'ok_', lookup: fail }] }), 'ok_key'],
  [
    'lookup rejects',
    (fail) => ({ credentials: [{ kind: 'api_key', prefix: 'ok_', lookup: async () => fail() }] }),
    'ok_key',
  ],
  ['rateLimit throws', (fail) => ({ rateLimit: fail, ...knownKey }), 'ok_key'],
  ['rateLimit rejects', (fail) => ({ rateLimit: async () => fail(), ...knownKey }), 'ok_key'],
];
const sha256 = createHash('sha256').update('ok_key').digest('hex');
const knownKey = {
  credentials: [{ kind: 'api_key' as const, prefix: 'ok_', keys: [{ sha256, clientId: 'batch' }] }],
} satisfies Partial<ProtectedResourceOptions>;

function expectUnavailable(answer: RawAnswer): void {
  expect([answer.status, answer.headers['retry-after']]).toEqual([503, '10']);
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(answer.headers).not.toHaveProperty('www-authenticate');
  expect(JSON.parse(answer.text)).toMatchObject({ error: 'temporarily_unavailable' });
  expect(answer.text).not.toMatch(/secret|broken|hidden/);
}

async function answerWhen(adapter: (typeof adapters)[number], place: (typeof places)[number], thrown: unknown) {
  const [, options, shown] = place;
  const fail = () => {
    throw thrown;
  };
  const changed = options(fail);
  const takesTokens = changed.credentials === undefined;
  const server = await startGuardedServer(adapter, {
    now: clock.now,
    log: { warn: fail },
    ...(takesTokens && { authorizationServers: [issuer.issuer] }),
    ...changed,
  });
  const answer = await server.call(shown === 'token' ? await issuer.mint(server.resource.resource) : shown);
  const reached = server.seen.length;
  await server.close();
  return { answer, reached };
}

describe.each(places)('when %s', (...place) => {
  it.each(kinds)('%s is our trouble and not the caller’s', async (_title, thrown) => {
    const { answer, reached } = await answerWhen('node', place, thrown);
    expectUnavailable(answer);
    expect(reached).toBe(0);
  });
});

it('an error of another place is told in the log, with its words', async () => {
  const told: unknown[] = [];
  const error = new OAuthError('invalid_grant', 'broken');
  const server = await startGuardedServer('node', {
    authorizationServers: [issuer.issuer],
    now() {
      throw error;
    },
    log: { warn: ({ err }) => void told.push(err) },
  });
  expectUnavailable(await server.call(await issuer.mint(server.resource.resource)));
  expect(told).toContain(error);
  await server.close();
});

it.each(adapters)('is answered so through the %s adapter, and a log that fails changes nothing', async (adapter) => {
  for (const place of places) expectUnavailable((await answerWhen(adapter, place, new Error('broken'))).answer);
});

it('the mirror of the metadata is 503, too, and JSON', async () => {
  for (const [, thrown] of kinds) {
    const fail = () => {
      throw thrown;
    };
    const server = await startGuardedServer('node', {
      authorizationServers: [issuer.issuer],
      fetch: fail,
      log: { warn: fail },
    });
    expectUnavailable(await server.send('/.well-known/oauth-authorization-server'));
    await server.close();
  }
});
