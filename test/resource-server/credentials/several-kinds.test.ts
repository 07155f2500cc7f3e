/** Every kind on one endpoint: the order in which they are declared decides, and whatever came first is all that is judged. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CredentialOptions } from '@granthouse/resource-server';
import { bearerOf, type GuardedServer, startGuardedServer } from '../../support/guarded-server.ts';
import { createTestClock } from '../../support/test-clock.ts';
import { startTestIssuer, type TestIssuer } from '../../support/test-issuer.ts';

const clock = createTestClock();
const sha256 = (key: string) => createHash('sha256').update(key).digest('hex');
const asked: string[] = [];
const keysIn = (carrier: { prefix: string } | { header: string }): CredentialOptions => ({
  kind: 'api_key',
  ...carrier,
  lookup(hash) {
    asked.push(Object.keys(carrier)[0] ?? '');
    return hash === sha256('ok_right') ? { clientId: 'api_key' } : undefined;
  },
});
const team: CredentialOptions = {
  kind: 'headers',
  names: ['x-team', 'x-token'],
  validate(values) {
    asked.push('headers');
    return values['x-token'] === 'right' ? { clientId: 'headers' } : undefined;
  },
};
const token: CredentialOptions = { kind: 'access_token' };
const everyKind = [token, keysIn({ prefix: 'ok_' }), keysIn({ header: 'x-api-key' }), team];

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await startTestIssuer(clock);
});
afterAll(() => issuer.goAway());
beforeEach(() => {
  asked.length = 0;
});

const start = (credentials: CredentialOptions[]) =>
  startGuardedServer('node', { authorizationServers: [issuer.issuer], credentials, now: clock.now });

const rightTeam: [string, string][] = [
  ['x-team', 'blue'],
  ['x-token', 'right'],
];
const wrongTeam: [string, string][] = [
  ['x-team', 'blue'],
  ['x-token', 'wrong'],
];

describe('every kind on one endpoint', () => {
  let server: GuardedServer;
  beforeAll(async () => {
    server = await start(everyKind);
  });
  afterAll(() => server.close());
  const send = (...headers: [string, string][]) => server.send('/mcp', { method: 'POST', headers });
  const wrong = { error: 'invalid_token', error_description: expect.stringContaining('not known here') };

  it('takes each of them', async () => {
    const accessToken = await issuer.mint(server.resource.resource);
    for (const headers of [
      [['authorization', `Bearer ${accessToken}`]],
      [['authorization', 'Bearer ok_right']],
      [['x-api-key', 'ok_right']],
      rightTeam,
    ] as [string, string][][]) {
      expect((await send(...headers)).status).toBe(200);
    }
    expect(server.seen.map(({ kind }) => kind)).toEqual(['access_token', 'api_key', 'api_key', 'headers']);
  });

  it.each([
    ['a wrong key', [['authorization', 'Bearer ok_wrong']]],
    ['a wrong key in its header', [['x-api-key', 'ok_wrong']]],
    ['wrong headers', wrongTeam],
    ['half of the headers', wrongTeam.slice(0, 1)],
  ] as [string, [string, string][]][])('RS-3: answers %s with what leads into no OAuth flow', async (_, headers) => {
    const answer = await send(...headers);
    expect(answer.status).toBe(401);
    expect(bearerOf(answer)).toEqual(wrong);
  });

  it.each(['nonsense', 'OK_right', 'Ok_right', 'ok', 'ok-right'])(
    'RS-6: answers %s, which is no key by its prefix, with the OAuth challenge',
    async (value) => {
      const answer = await send(['authorization', `Bearer ${value}`]);
      expect(answer.status).toBe(401);
      expect(bearerOf(answer)).toMatchObject({
        error: 'invalid_token',
        resource_metadata: server.resource.metadataUrl,
      });
    },
  );

  it('OAUTH21-30: challenges what came without credentials for a token, without an error code', async () => {
    const answer = await send(['authorization', 'ok_right'], ['x-other', 'ok_right']);
    expect(answer.status).toBe(401);
    expect(bearerOf(answer)).toEqual({ resource_metadata: server.resource.metadataUrl });
  });

  it('RFC6750-1: refuses a key in two Authorization headers with 400', async () => {
    const key: [string, string] = ['authorization', 'Bearer ok_right'];
    const answer = await send(key, key);
    expect(answer.status).toBe(400);
    expect(bearerOf(answer)).toMatchObject({ error: 'invalid_request' });
    expect(asked).toEqual([]);
  });

  it('RS-12: reads no key and no header from the query', async () => {
    const answer = await server.send('/mcp?api_key=ok_right&x-api-key=ok_right&x-team=blue&x-token=right');
    expect(answer.status).toBe(401);
    expect(bearerOf(answer)).not.toHaveProperty('error');
    expect(asked).toEqual([]);
  });

  it('publishes the metadata of access tokens', async () => {
    expect((await server.send('/.well-known/oauth-protected-resource/mcp')).status).toBe(200);
  });
});

describe('two kinds in one call', () => {
  const wrongKey: [string, string] = ['x-api-key', 'ok_wrong'];
  const rightKey: [string, string] = ['x-api-key', 'ok_right'];

  it.each([
    ['a right key before wrong headers', [keysIn({ header: 'x-api-key' }), team], [rightKey, ...wrongTeam], 200],
    ['a wrong key before right headers', [keysIn({ header: 'x-api-key' }), team], [wrongKey, ...rightTeam], 401],
    [
      'half a set before a right key',
      [team, keysIn({ header: 'x-api-key' })],
      [rightKey, ...wrongTeam.slice(0, 1)],
      401,
    ],
    ['right headers before a wrong key', [team, keysIn({ header: 'x-api-key' })], [wrongKey, ...rightTeam], 200],
    [
      'a bearer key before one in a header',
      [keysIn({ prefix: 'ok_' }), keysIn({ header: 'x-api-key' })],
      [wrongKey, ['authorization', 'Bearer ok_right']],
      200,
    ],
  ] as [string, CredentialOptions[], [string, string][], number][])(
    '%s: the second is not even looked at',
    async (_, kinds, headers, status) => {
      const server = await start([...kinds, token]);
      expect((await server.send('/mcp', { headers })).status).toBe(status);
      expect(asked.length).toBeLessThanOrEqual(1);
      const [first] = kinds;
      const expected = first?.kind === 'headers' ? 'headers' : Object.keys(first ?? {})[1];
      for (const one of asked) expect(one).toBe(expected);
      await server.close();
    },
  );

  it('a wrong token never falls through to a right key, whatever the order of the other kinds', async () => {
    const server = await start([token, keysIn({ header: 'x-api-key' })]);
    const answer = await server.send('/mcp', { headers: [['authorization', 'Bearer nonsense'], rightKey] });
    expect(answer.status).toBe(401);
    expect(bearerOf(answer)).toHaveProperty('resource_metadata');
    expect(asked).toEqual([]);
    await server.close();
  });
});

describe.each([
  ['keys before tokens', [keysIn({ prefix: 'ok_' }), token]],
  ['tokens before keys', [token, keysIn({ prefix: 'ok_' })]],
] as [string, CredentialOptions[]][])('a bearer value with %s', (_, credentials) => {
  let server: GuardedServer;
  beforeAll(async () => {
    server = await start(credentials);
  });
  afterAll(() => server.close());

  it('is judged by what it is, and not by the order', async () => {
    expect((await server.call('ok_right')).status).toBe(200);
    expect((await server.call(await issuer.mint(server.resource.resource))).status).toBe(200);
    expect(bearerOf(await server.call('ok_wrong'))).not.toHaveProperty('resource_metadata');
    expect(bearerOf(await server.call('nonsense'))).toHaveProperty('resource_metadata');
  });

  it('gets the OAuth challenge when it is none at all', async () => {
    const answer = await server.send('/mcp', { headers: [['authorization', 'Bearer ok_right ok_right']] });
    expect(answer.status).toBe(400);
    expect(bearerOf(answer)).toHaveProperty('resource_metadata', server.resource.metadataUrl);
  });
});
