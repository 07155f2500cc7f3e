/** What scope a request gets, whatever it asks for, and that the token answer says so (RFC 6749 §3.3, §6; OAuth 2.1 §4.3). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { startAuthorizationServer, type RunningServer } from '../../support/authorization-server.ts';
import { authorize } from '../../support/connect.ts';
import {
  authorizationRequest,
  obtainCode,
  obtainTokens,
  publicClient,
  redeem,
  refresh,
  register,
  type Registered,
  type TokenAnswer,
} from '../../support/oauth-client.ts';

let server: RunningServer;
let client: Registered;

beforeAll(async () => {
  server = await startAuthorizationServer('https://orders.example.com/mcp');
  client = await register(server.issuer);
});

afterAll(() => server.close());

const everything = 'orders:read orders:write refunds:write';

async function granted(overrides: Record<string, string | undefined>, more: Record<string, string> = {}) {
  const { code, verifier } = await obtainCode(server.issuer, client.client_id, { overrides });
  const answer = await redeem(server.issuer, { client_id: client.client_id, code, code_verifier: verifier, ...more });
  expect(answer.status).toBe(200);
  return (await answer.json()) as TokenAnswer & { id_token?: string };
}

const refreshed = async (refresh_token: string, scope: string) =>
  refresh(server.issuer, { client_id: client.client_id, refresh_token, scope });

describe('an authorization request', () => {
  it.each([
    ['RFC6749-2: no scope', undefined, 'orders:read'],
    ['OAUTH21-2: an empty scope', '', 'orders:read'],
    ['AS-29: one scope', 'refunds:write', 'refunds:write'],
    ['another order, and one twice', 'refunds:write orders:read refunds:write', 'refunds:write orders:read'],
    ['RFC6749-2, HOST-04: an unknown scope beside known ones', 'mcp:tools orders:write x', 'orders:write'],
    ['RFC6749-2: unknown scopes alone', 'mcp:tools mcp:prompts', 'orders:read'],
    ['RFC6749-2: a scope in other letters, which is another scope', 'Orders:Read', 'orders:read'],
    ['a scope that every object has', '__proto__ constructor toString', 'orders:read'],
    [
      'hundreds of unknown scopes',
      Array.from({ length: 300 }, (_, index) => `unknown:${index}`).join(' '),
      'orders:read',
    ],
    ['AS-28, HOST-13: offline_access alone', 'offline_access', 'orders:read'],
    ['HOST-04: OpenID scopes beside an unknown one', 'profile email claudeai mcp:tools', 'orders:read'],
    ['an OpenID scope beside a known one', 'openid orders:write', 'orders:write'],
  ])('%s', async (_title, scope, expected) => {
    const tokens = await granted({ scope });
    expect(tokens.scope).toBe(expected);
    expect(decodeJwt(tokens.access_token)['scope']).toBe(expected);
    expect(tokens.refresh_token).toEqual(expect.any(String));
  });

  it('that asks who the person is, and nothing else, gets nothing else', async () => {
    const tokens = await granted({ scope: 'openid profile' });
    expect(tokens).not.toHaveProperty('scope');
    expect(decodeJwt(tokens.id_token ?? '')).toMatchObject({ name: 'Ada Lovelace' });
    expect(decodeJwt(tokens.access_token)['scope']).toBeUndefined();
  });

  it.each([[' orders:read'], ['orders:read  orders:write'], [' '], ['orders:read\torders:write'], ['bestellungen:ä']])(
    'RFC6749-1: is refused for %j, which is no scope',
    async (scope) => {
      const { url } = authorizationRequest(server.issuer, client.client_id, { scope });
      const answer = await fetch(url, { redirect: 'manual' });
      expect(new URL(answer.headers.get('location') ?? '').searchParams.get('error')).toBe('invalid_scope');
    },
  );

  it('HOST-05: is not held to the scope of the registration', async () => {
    const own = await register(server.issuer, { ...publicClient, client_name: 'Scoped', scope: 'orders:read' });
    const answer = await authorize(authorizationRequest(server.issuer, own.client_id, { scope: everything }).url);
    const consented = answer.searchParams.get('code');
    expect(consented).not.toBeNull();
  });
});

describe('a token request', () => {
  it('that repeats, widens or empties its scope gets what the person allowed (RFC 6749 §4.1.3 knows no scope there)', async () => {
    for (const scope of ['orders:read', everything, '', 'mcp:everything']) {
      expect((await granted({ scope: 'orders:write' }, { scope })).scope).toBe('orders:write');
    }
  });
});

describe('a refresh', () => {
  it.each([
    ['OAUTH21-23: a part of the scope', 'orders:write', 'orders:write'],
    [
      'OAUTH21-23: all of it in another order, and one twice',
      'refunds:write orders:read orders:read orders:write',
      everything,
    ],
    ['OAUTH21-23: an empty scope', '', everything],
    ['HOST-13: offline_access, which no token holds', `${everything} offline_access`, everything],
    ['RFC6749-2: what was left out of the authorization request', 'orders:read mcp:tools', 'orders:read'],
    ['RFC6749-2: nothing but that', 'mcp:tools offline_access', everything],
  ])('may ask for %s', async (_title, scope, expected) => {
    const tokens = await granted({ scope: `${everything} mcp:tools` });
    const answer = await refreshed(tokens.refresh_token, scope);
    expect(answer.status).toBe(200);
    const next = (await answer.json()) as TokenAnswer;
    expect(next.scope.split(' ').toSorted()).toEqual(expected.split(' ').toSorted());
    expect(decodeJwt(next.access_token)['scope']).toBe(next.scope);
  });

  it.each([
    ['a scope of the resource that was not granted', 'orders:read refunds:write', 'invalid_scope'],
    ['an OpenID scope that was not granted', 'openid orders:read', 'invalid_scope'],
    ['what is no scope', 'orders:"read', 'invalid_scope'],
  ])('OAUTH21-23: is refused for %s, and costs nobody the refresh token', async (_title, scope, error) => {
    const tokens = await granted({ scope: 'orders:read' });
    const refused = await refreshed(tokens.refresh_token, scope);
    expect([refused.status, await refused.json()]).toEqual([400, expect.objectContaining({ error })]);
    expect((await refreshed(tokens.refresh_token, '')).status).toBe(200);
  });
});

describe('stepping up', () => {
  it('a second authorization of the same client has the union, and the first connection keeps its own', async () => {
    const first = await granted({ scope: 'orders:read' });
    const second = await granted({ scope: 'orders:read refunds:write' });
    expect(second.scope).toBe('orders:read refunds:write');
    const again = (await (await refreshed(first.refresh_token, '')).json()) as TokenAnswer;
    expect(again.scope).toBe('orders:read');
    const wider = (await (await refreshed(second.refresh_token, '')).json()) as TokenAnswer;
    expect(wider.scope).toBe('orders:read refunds:write');
  });

  it('needs a new consent for the wider scope, which shows all of it', async () => {
    const { client: own } = await obtainTokens(server.issuer);
    const { url } = authorizationRequest(server.issuer, own.client_id, { scope: 'orders:read refunds:write' });
    const denied = await authorize(url, { decision: 'deny' });
    expect(denied.searchParams.get('error')).toBe('access_denied');
  });
});
