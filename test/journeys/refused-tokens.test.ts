/** Real tokens of a real authorization server that must not open the order desk: of another audience, run out, changed (RFC 9068 §4). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createOrderDeskServer, type OrderDeskServer } from '@granthouse/example-mcp-server';
import {
  orderDesk as orderDeskResource,
  startAuthorizationServer,
  type RunningServer,
} from '../support/authorization-server.ts';
import { freePort } from '../support/free-port.ts';
import { obtainTokens } from '../support/oauth-client.ts';

const elsewhere = 'https://warehouse.example.com/mcp';
let server: RunningServer;
let desk: OrderDeskServer;
let resource: string;
let ahead = 0;

beforeAll(async () => {
  resource = `http://localhost:${await freePort()}/mcp`;
  const resources = [resource, elsewhere].map((each) => ({ resource: each, ...orderDeskResource }));
  server = await startAuthorizationServer(resource, { resources });
  desk = await createOrderDeskServer({
    resource,
    authorizationServers: [server.issuer],
    now: () => Date.now() + ahead,
  });
  await desk.listen();
});

afterAll(async () => {
  await desk.close();
  await server.close();
});

async function tokenFor(audience: string): Promise<string> {
  return (await obtainTokens(server.issuer, { overrides: { resource: audience } })).tokens.access_token;
}

function call(token: string): Promise<Response> {
  const message = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };
  const accept = 'application/json, text/event-stream';
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    accept,
    'mcp-protocol-version': '2025-11-25',
  };
  return fetch(resource, { method: 'POST', headers, body: JSON.stringify(message) });
}

async function expectRefused(token: string): Promise<void> {
  const response = await call(token);
  expect(response.status).toBe(401);
  expect(response.headers.get('www-authenticate')).toMatch(/^Bearer error="invalid_token"/);
  expect(await response.text()).not.toContain(token);
}

/** The token with one member of its claims changed, under the old signature. */
function bent(token: string, claims: object): string {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const changed = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), ...claims };
  return [header, Buffer.from(JSON.stringify(changed)).toString('base64url'), signature].join('.');
}

describe('a token that the order desk refuses', () => {
  it('RS-10: is one for another resource of the same authorization server', async () => {
    await expectRefused(await tokenFor(elsewhere));
    expect((await call(await tokenFor(resource))).status).toBe(200);
  });

  it('OAUTH21-28, RFC9068-8: has run out, although it was remembered as good', async () => {
    const token = await tokenFor(resource);
    expect((await call(token)).status).toBe(200);
    ahead = 620_000;
    await expectRefused(token);
    ahead = 0;
  });

  it.each([
    ['another audience', { aud: 'x' }],
    ['more scope', { scope: 'orders:read refunds:write' }],
    ['a longer life', { exp: 4_102_444_800 }],
    ['another person', { sub: 'acc_admin' }],
  ])('RFC9068-8: was changed to have %s', async (_title, claims) => {
    await expectRefused(bent(await tokenFor(resource), claims));
  });

  it('RFC9068-7: is an ID token or a refresh token', async () => {
    const { tokens } = await obtainTokens(server.issuer, { overrides: { resource, scope: 'openid orders:read' } });
    await expectRefused((tokens as unknown as { id_token: string }).id_token);
    await expectRefused(tokens.refresh_token);
  });
});
