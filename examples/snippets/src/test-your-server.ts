/** Tests of a guarded server without any authorization server: right tokens, and wrong ones to see them refused (RFC 9068 §4). */
// #region test
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { testIssuer, type TestToken } from '@granthouse/resource-server/testing';
import { createHandler } from './your-server.ts';

const issuer = testIssuer();
const handle = createHandler({ authorizationServers: [issuer.issuer], fetch: issuer.fetch });
const right = { resource: 'https://orders.example.com/mcp', scopes: ['orders:read'] };

async function statusFor(token: TestToken): Promise<number> {
  const headers = { authorization: `Bearer ${await issuer.mint(token)}` };
  return (await handle(new Request(right.resource, { method: 'POST', headers }))).status;
}

it('answers a right token', async () => assert.equal(await statusFor(right), 200));
it('refuses an expired one', async () => assert.equal(await statusFor({ ...right, expiresIn: -60 }), 401));
it('refuses one without the scope', async () => assert.equal(await statusFor({ ...right, scopes: [] }), 403));
it('refuses one for another server', async () =>
  assert.equal(await statusFor({ ...right, resource: 'https://other.example.com/mcp' }), 401));
// #endregion test
