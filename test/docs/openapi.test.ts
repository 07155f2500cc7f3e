/** The programs of docs/openapi.md, run as they stand against a real authorization server, and a real API that keeps what it was sent. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { newApiKey } from '@granthouse/resource-server';
import { jwtVerify } from 'jose';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { freePort } from '../support/free-port.ts';
import { obtainTokens } from '../support/oauth-client.ts';
import { pages, textAt } from './documents.ts';
import { type Running, runToEnd, start, withLocal } from './snippet.ts';

interface Received extends Pick<IncomingMessage, 'method' | 'url' | 'headers'> {
  readonly body: string;
}

const received: Received[] = [];
beforeEach(() => {
  received.length = 0;
});

/** Answers everything with this JSON. */
async function serving(answer: object): Promise<{ server: Server; origin: string }> {
  const server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    received.push({ method, url, headers, body: await text(request) });
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const snippet = (name: string) => textAt(`examples/snippets/src/${name}`);
const listedHash = '5f5d3c2f8a0c4b7e9d16a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f7';

it.each(['openapi-plan.ts', 'openapi-limits.ts'])('%s holds what it asserts', async (name) => {
  expect(await runToEnd(snippet(name))).toEqual({ code: 0, said: '' });
});

describe('openapi-server.ts', () => {
  let api: Awaited<ReturnType<typeof serving>>;
  let authorizationServer: RunningServer;
  let resource: string;
  let key: string;
  let running: Running;
  beforeAll(async () => {
    api = await serving({ orders: [{ order_id: 'ord_1001', status: 'open' }] });
    resource = `http://localhost:${await freePort()}/mcp`;
    authorizationServer = await startAuthorizationServer(resource);
    const made = await newApiKey('ok_');
    ({ key } = made);
    const local = {
      'https://orders.example.com/mcp': resource,
      'https://login.example.com': authorizationServer.issuer,
      'https://api.example.com/v1': `${api.origin}/v1`,
      '(9401)': `(${new URL(resource).port})`,
      [listedHash]: made.sha256,
    };
    running = await start(withLocal(snippet('openapi-server.ts'), local), { ORDERS_API_KEY: 'key of the API' });
  });
  afterAll(async () => {
    await running.stop();
    await authorizationServer.close();
    api.server.close();
  });

  async function connected(bearer: string): Promise<Client> {
    const client = new Client({ name: 'reader', version: '1.0.0' });
    const requestInit = { headers: { authorization: `Bearer ${bearer}` } };
    await client.connect(new StreamableHTTPClientTransport(new URL(resource), { requestInit }));
    return client;
  }

  it('calls the API for whoever signed in, with credentials of its own', async () => {
    const { access_token: token } = (await obtainTokens(authorizationServer.issuer)).tokens;
    const client = await connected(token);
    const result = await client.callTool({ name: 'listOrders', arguments: { status: ['open', 'shipped'] } });
    expect(result.structuredContent).toEqual({ orders: [{ order_id: 'ord_1001', status: 'open' }] });
    await client.close();
    expect(received).toHaveLength(1);
    const [{ url, headers }] = received as [Received];
    expect(url).toBe('/v1/orders?status=open&status=shipped');
    expect(headers).toMatchObject({ 'x-api-key': 'key of the API', 'x-on-behalf-of': expect.stringMatching(/^acc_/) });
    expect(JSON.stringify(headers)).not.toContain(token);
  });

  it('RS-7: asks for the scope of an operation before anything reaches the API', async () => {
    const client = await connected((await obtainTokens(authorizationServer.issuer)).tokens.access_token);
    const calling = client.callTool({ name: 'cancelOrder', arguments: { order_id: 'ord_1001' } });
    await expect(calling).rejects.toThrow(/scope/u);
    expect(received).toEqual([]);
    await client.close();
  });

  it('answers openapi-script.ts, which has a key and nobody who signs in', async () => {
    const script = withLocal(snippet('openapi-script.ts'), { 'https://orders.example.com/mcp': resource });
    expect(await runToEnd(script, { ORDERS_KEY: key })).toEqual({ code: 0, said: '' });
    expect(received.map(({ headers }) => headers['x-on-behalf-of'])).toEqual(['nightly-report']);
  });

  it('refuses openapi-script.ts with another key', async () => {
    const script = withLocal(snippet('openapi-script.ts'), { 'https://orders.example.com/mcp': resource });
    expect((await runToEnd(script, { ORDERS_KEY: `${key}x` })).code).not.toBe(0);
    expect(received).toEqual([]);
  });
});

/** A call of `getOrder` by what the snippet exports, to an API of ours. */
const calling = (principal: string) => `
const answer = await api.call('getOrder', { order_id: 'ord_1001' }, { principal: ${principal} });
if (answer.isError) throw new Error(JSON.stringify(answer));`;

describe('openapi-person.ts', () => {
  it('says to the API who calls, signed and for a minute', async () => {
    const { server, origin } = await serving({ order_id: 'ord_1001' });
    const secret = 'a secret of the API and the MCP server';
    const at = { "'./orders.openapi.yaml', {": `'./orders.openapi.yaml', { server: '${origin}',` };
    const program = withLocal(snippet('openapi-person.ts'), at) + calling("{ subject: 'ada' }");
    expect(await runToEnd(program, { ORDERS_API_SECRET: secret, ORDERS_API_KEY: 'k' })).toEqual({ code: 0, said: '' });
    const [{ headers }] = received as [Received];
    const token = headers.authorization?.replace('Bearer ', '') ?? '';
    const { payload } = await jwtVerify(token, new TextEncoder().encode(secret));
    expect(payload).toMatchObject({ sub: 'ada', aud: 'https://api.example.com' });
    expect((payload.exp ?? Infinity) - Date.now() / 1000).toBeLessThanOrEqual(60);
    server.close();
  });
});

describe('openapi-token-exchange.ts', () => {
  /** Calls a tool as whoever shows this token, with one server for the exchange and the API. */
  async function exchanging(answer: object) {
    const { server, origin } = await serving(answer);
    const at = {
      "'./orders.openapi.yaml', {": `'./orders.openapi.yaml', { server: '${origin}/v1',`,
      'https://login.example.com': origin,
    };
    const auth = "{ token: 'token that was shown', clientId: 'c', scopes: [], extra: { subject: 'ada' } }";
    const program = withLocal(snippet('openapi-token-exchange.ts'), at) + calling(`personOf(${auth})`);
    const ended = await runToEnd(program, { EXCHANGE_SECRET: 'of the MCP server' });
    server.close();
    return ended;
  }

  it('sends the exchanged token to the API, and the shown one to the authorization server alone', async () => {
    expect(await exchanging({ access_token: 'token for the API' })).toEqual({ code: 0, said: '' });
    const [exchange, call] = received as [Received, Received];
    expect(Object.fromEntries(new URLSearchParams(exchange.body))).toMatchObject({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: 'token that was shown',
      resource: 'https://api.example.com',
    });
    expect(call.headers.authorization).toBe('Bearer token for the API');
    expect(JSON.stringify(call)).not.toContain('token that was shown');
  });

  it('calls nothing where the exchange is refused, and tells no token', async () => {
    const { code, said } = await exchanging({ error: 'invalid_target' });
    expect(code).not.toBe(0);
    expect(said).not.toContain('token that was shown');
    expect(received.map(({ url }) => url)).toEqual(['/token']);
  });
});

describe('the set-up per host', () => {
  const page = pages.find(({ path }) => path === 'docs/openapi.md')?.text ?? '';
  const [, table = ''] = page.split('\n## Set-up per host\n');
  const settings = [...table.matchAll(/(?<json>\{"[^`']+\})(?:`|'`)/gu)].map(({ groups }) => groups?.['json'] ?? '');

  it('shows settings that are JSON, with the address of the server', () => {
    expect(settings.length).toBeGreaterThan(1);
    const urls = settings.map((json) => JSON.stringify(JSON.parse(json))).filter((json) => json.includes('"url"'));
    expect(urls.filter((json) => !json.includes('https://orders.example.com/mcp'))).toEqual([]);
  });
});

describe('openapi-select.ts', () => {
  it('lists what was selected, and what the caller may call', async () => {
    const asserts = `
import assert from 'node:assert/strict';
async function namesFor(scopes: string[]) {
  return (await api.listFor({ subject: 'ada', scopes })).map(({ definition }) => definition.name);
}
assert.deepEqual(await namesFor(['orders:read']), ['desk_list_orders', 'desk_get_order']);
assert.deepEqual(await namesFor([]), []);`;
    expect(await runToEnd(snippet('openapi-select.ts') + asserts)).toEqual({ code: 0, said: '' });
  });
});
