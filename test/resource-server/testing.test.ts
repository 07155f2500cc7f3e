/** The issuer for tests of others: its tokens pass a guard that has its name and its fetch, and no other guard (RFC 9068 §4). */
import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '@granthouse/protocol';
import { protectedResource, type ProtectedResourceOptions } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/fetch';
import { testIssuer, type TestToken } from '@granthouse/resource-server/testing';
import { createTestClock } from '../support/test-clock.ts';

const resource = 'https://orders.example.com/mcp';
const test = testIssuer();

async function call(token: string, options: Partial<ProtectedResourceOptions> = {}): Promise<Response> {
  const guard = protectedResource({
    resource,
    authorizationServers: [test.issuer],
    fetch: test.fetch,
    requiredScopes: ['orders:read'],
    ...options,
  });
  const handle = protect(guard, (_request, { auth: { subject, clientId, scopes } }) =>
    Response.json({ subject, clientId, scopes }),
  );
  const headers = { authorization: `Bearer ${token}`, host: new URL(resource).host };
  return handle(new Request(resource, { method: 'POST', headers }));
}

const right = { resource, scopes: ['orders:read'] };

describe('a token of the test issuer', () => {
  it('is let in, and says what was asked for', async () => {
    const answer = await call(await test.mint({ ...right, subject: 'ada', clientId: 'reader' }));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ subject: 'ada', clientId: 'reader', scopes: ['orders:read'] });
  });

  const wrong: Array<[string, TestToken, number, RegExp]> = [
    ['expired', { ...right, expiresIn: -60 }, 401, /has expired/],
    ['for another resource', { ...right, resource: 'https://other.example/mcp' }, 401, /another resource/],
    ['without a scope', { resource }, 403, /insufficient_scope/],
    ['of another issuer', { ...right, claims: { iss: 'https://other.invalid' } }, 401, /invalid_token/],
    ['without a subject', { ...right, claims: { sub: undefined } }, 401, /lacks a claim/],
    ['not valid yet', { ...right, claims: { nbf: Math.floor(Date.now() / 1000) + 600 } }, 401, /invalid_token/],
  ];

  it.each(wrong)('that is %s is refused, for its own reason', async (_what, token, status, reason) => {
    const answer = await call(await test.mint(token));
    expect(answer.status).toBe(status);
    expect(answer.headers.get('www-authenticate')).toMatch(reason);
  });

  it('is what another provider would write, where header and claims say so', async () => {
    const token = await test.mint({
      resource,
      header: { typ: 'JWT' },
      claims: { client_id: undefined, azp: 'reader', scp: 'orders:read' },
    });
    expect((await call(token)).status).toBe(401);
    const answer = await call(token, { authorizationServers: [{ issuer: test.issuer, tokens: 'entra' }] });
    expect(await answer.json()).toEqual({ subject: 'person-1', clientId: 'reader', scopes: ['orders:read'] });
  });

  const unclear: Array<[string, object, RegExp]> = [
    ['without a resource', { scopes: ['orders:read'] }, /mint\.resource/],
    ['with a misspelt member', { resource, scope: ['orders:read'] }, /mint\.scope: .*spelling/],
    ['with scopes that are no list', { resource, scopes: 'orders:read' }, /mint\.scopes: .*give a list/],
  ];

  it.each(unclear)('is not minted %s', async (_what, token, message) => {
    await expect(test.mint(token as TestToken)).rejects.toThrow(ConfigurationError);
    await expect(test.mint(token as TestToken)).rejects.toThrow(message);
  });

  it('is as old as the clock says', async () => {
    const clock = createTestClock();
    clock.advance(-86_400_000);
    const token = await testIssuer({ now: clock.now }).mint(right);
    expect((await call(token)).status).toBe(401);
    const past = testIssuer({ now: clock.now });
    const options = { fetch: past.fetch, now: clock.now };
    expect((await call(await past.mint(right), options)).status).toBe(200);
  });
});

describe('a guard', () => {
  it('without the fetch of the test issuer lets none of its tokens in', async () => {
    expect((await call(await test.mint(right), { fetch })).status).toBe(503);
  });

  it('with that fetch trusts nobody else, and asks nobody else', async () => {
    const issuer = 'https://login.example.com';
    const token = await test.mint({ ...right, claims: { iss: issuer } });
    expect((await call(token, { authorizationServers: [issuer] })).status).toBe(503);
    await expect(test.fetch(`${issuer}/.well-known/oauth-authorization-server`)).rejects.toThrow(issuer);
  });

  it('of one test issuer refuses what another of the same name has signed', async () => {
    expect((await call(await testIssuer().mint(right))).status).toBe(401);
  });

  it('finds an issuer with a path', async () => {
    const tenant = testIssuer({ issuer: 'https://login.invalid/tenant' });
    const options = { authorizationServers: [tenant.issuer], fetch: tenant.fetch };
    expect((await call(await tenant.mint(right), options)).status).toBe(200);
  });
});

it.each(['https://login.example.com', 'http://localhost:9400', 'https://invalid.example', 'http://a.invalid', 'x'])(
  'takes no name that could be somebody’s: %s',
  (issuer) => {
    expect(() => testIssuer({ issuer })).toThrow(ConfigurationError);
    expect(() => testIssuer({ issuer })).toThrow(/testIssuer\.issuer.*below \.invalid/);
  },
);
