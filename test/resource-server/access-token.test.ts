/** The verified token as both MCP SDK lines take it, and as nobody can change it. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { AccessToken } from '@granthouse/resource-server';
import type { AuthInfo as AuthInfoOfLine2 } from '@modelcontextprotocol/client';
import type { AuthInfo as AuthInfoOfLine1 } from '@modelcontextprotocol/sdk/server/auth/types.js';
import { type GuardedServer, startGuardedServer } from '../support/guarded-server.ts';
import { createTestClock } from '../support/test-clock.ts';
import { startTestIssuer, type TestIssuer } from '../support/test-issuer.ts';

const clock = createTestClock();
let issuer: TestIssuer;
let server: GuardedServer;
beforeAll(async () => {
  issuer = await startTestIssuer(clock);
  server = await startGuardedServer('node', { authorizationServers: [issuer.issuer], now: clock.now });
});
afterAll(() => Promise.all([issuer.goAway(), server.close()]));

// The type checker is the test here: neither line accepts a list that is readonly by type.
const forLine1 = (token: AccessToken): AuthInfoOfLine1 => token;
const forLine2 = (token: AccessToken): AuthInfoOfLine2 => token;

async function verified(claims = {}): Promise<AccessToken> {
  expect((await server.call(await issuer.mint(server.resource.resource, { claims }))).status).toBe(200);
  return server.seen.at(-1)!;
}

it('is an AuthInfo of both SDK lines', async () => {
  const token = await verified();
  const expected = { clientId: 'client-1', scopes: ['orders:read'], expiresAt: clock.seconds() + 600 };
  expect(forLine1(token)).toMatchObject(expected);
  expect(forLine2(token)).toMatchObject({ ...expected, resourceMetadataUrl: server.resource.metadataUrl });
});

it('can be changed by no handler, for the next call gets the same content', async () => {
  const token = await verified({ nested: { roles: ['reader'] } });
  expect(() => token.scopes.push('refunds:write')).toThrow(TypeError);
  expect(() => Object.assign(token, { clientId: 'other' })).toThrow(TypeError);
  expect(() => (token.claims['nested'] as { roles: string[] }).roles.push('admin')).toThrow(TypeError);
  expect(() => Object.assign(token.extra, { subject: 'other' })).toThrow(TypeError);
});

it('has no scopes when the token names none', async () => {
  expect((await verified({ scope: undefined })).scopes).toEqual([]);
});

it('holds the token that was shown, also when its content was remembered', async () => {
  const token = await issuer.mint(server.resource.resource);
  await server.call(token);
  await server.call(token);
  expect(server.seen.slice(-2).map((one) => one.token)).toEqual([token, token]);
});
