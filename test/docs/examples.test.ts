/** The programs that the documentation shows, run as they stand against real parts: only their addresses are local ones. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { openAccounts } from '@granthouse/authorization-server';
import { sqliteEngine } from '@granthouse/storage/sqlite';
import { person, startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { freePort } from '../support/free-port.ts';
import { obtainTokens } from '../support/oauth-client.ts';
import { root } from '../support/source-files.ts';
import { pages, textAt } from './documents.ts';
import { runToEnd, start, withLocal, type Running } from './snippet.ts';

const documented = { resource: 'https://orders.example.com/mcp', issuer: 'https://login.example.com' };
const snippet = (name: string) => textAt(`examples/snippets/src/${name}`);

let authorizationServer: RunningServer;
let resource: string;
let token: string;
beforeAll(async () => {
  resource = `http://localhost:${await freePort()}/mcp`;
  authorizationServer = await startAuthorizationServer(resource);
  token = (await obtainTokens(authorizationServer.issuer)).tokens.access_token;
});
afterAll(() => authorizationServer.close());

function startGuarded(name: string): Promise<Running> {
  const { issuer } = authorizationServer;
  const { port } = new URL(resource);
  const program = snippet(name) + (platforms[name] ?? '');
  return start(withLocal(program, { [documented.resource]: resource, [documented.issuer]: issuer, '9401': port }));
}

/** What a platform does with what speaks `Request` and `Response`. */
const bridge = pathToFileURL(join(root, 'test', 'support', 'web-listener.ts')).href;
const platform = (handler: string) =>
  [
    "import { createServer } from 'node:http';",
    `import { listenerOf } from '${bridge}';`,
    `createServer(listenerOf(${handler})).listen(9401);`,
  ].join('\n');
const platforms: Record<string, string> = {
  'protect-fetch.ts': platform('handle'),
  'protect-hono.ts': platform('async (request) => app.fetch(request)'),
};

function call(headers: Record<string, string> = {}): Promise<Response> {
  return fetch(resource, { method: 'POST', headers });
}

const guards = ['node', 'koa', 'express', 'fastify', 'hono', 'fetch'].map((adapter) => `protect-${adapter}.ts`);

describe.each(guards)('%s', (name) => {
  let running: Running;
  beforeAll(async () => {
    running = await startGuarded(name);
  });
  afterAll(() => running.stop());

  it('RS-6: challenges a call without a token, as the front page says', async () => {
    const answer = await call();
    expect(answer.status).toBe(401);
    const local = new URL(resource).origin;
    const challenge = (answer.headers.get('www-authenticate') ?? '').replace(local, 'https://orders.example.com');
    expect(challenge).toMatch(/^Bearer .*resource_metadata=/);
    expect(pages.find(({ path }) => path === 'README.md')?.text).toContain(`WWW-Authenticate: ${challenge}`);
  });

  it('lets a call with a token of the authorization server through, and knows whose it is', async () => {
    const answer = await call({ authorization: `Bearer ${token}` });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ subject: expect.stringMatching(/^acc_/), scopes: ['orders:read'] });
  });

  it('RS-6: refuses another token', async () => {
    expect((await call({ authorization: `Bearer ${token.slice(0, -4)}AAAA` })).status).toBe(401);
  });
});

describe('mcp-server.ts', () => {
  let running: Running;
  beforeAll(async () => {
    running = await startGuarded('mcp-server.ts');
  });
  afterAll(() => running.stop());

  it('answers a tool call of the SDK’s client', async () => {
    const client = new Client({ name: 'reader', version: '1.0.0' });
    const requestInit = { headers: { authorization: `Bearer ${token}` } };
    await client.connect(new StreamableHTTPClientTransport(new URL(resource), { requestInit }));
    const result = await client.callTool({ name: 'get_order', arguments: { order_id: 'ord_1001' } });
    expect(JSON.stringify(result.content)).toMatch(/ord_1001 is on its way\. Asked by acc_/);
    await client.close();
  });

  it('RS-14: is open to the browser origin that it names and to no other', async () => {
    const asked = (origin: string) => call({ authorization: `Bearer ${token}`, origin });
    expect((await asked('https://evil.example')).status).toBe(403);
    const answer = await asked('https://chatgpt.com');
    expect(answer.status).not.toBe(403);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://chatgpt.com');
  });
});

it('rate-limit.ts answers 429 when somebody calls too often', async () => {
  const { port, origin } = new URL(resource);
  const handler = 'createServer(protect(orders, (_request, response) => response.end())).listen(9401);';
  const program = [
    "import { createServer } from 'node:http';",
    "import { protect } from '@granthouse/resource-server/node';",
    snippet('rate-limit.ts').replace('points: 120', 'points: 2'),
    handler,
  ].join('\n');
  const { issuer } = authorizationServer;
  const local = { [documented.resource]: resource, [documented.issuer]: issuer, '9401': port };
  const running = await start(withLocal(program, local));
  const answers = [];
  for (let count = 0; count < 3; count += 1) answers.push(await call({ authorization: `Bearer ${token}`, origin }));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
  expect(Number(answers[2]?.headers.get('retry-after'))).toBeGreaterThan(0);
  await running.stop();
});

describe('authorization-server.ts', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'granthouse-docs-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const secret = 'a secret for tests, long enough to be taken';

  async function program(): Promise<{ issuer: string; text: string }> {
    const port = await freePort();
    const issuer = `http://localhost:${port}`;
    const local = {
      [documented.issuer]: issuer,
      './granthouse.db': join(folder, 'granthouse.db'),
      '(9400)': `(${port})`,
    };
    return { issuer, text: withLocal(snippet('authorization-server.ts'), local) };
  }

  it('starts, and says where everything is', async () => {
    const { issuer, text } = await program();
    const running = await start(text, { GRANTHOUSE_SECRET: secret });
    const answer = await fetch(`${issuer}/.well-known/oauth-authorization-server`);
    expect(await answer.json()).toMatchObject({ issuer, protected_resources: [documented.resource] });
    await running.stop();
  });

  it('does not start without a secret, and says what would do', async () => {
    const { text } = await program();
    await expect(start(text, { GRANTHOUSE_SECRET: '' })).rejects.toThrow(/secret.*32 random bytes/);
  });
});

describe('one-origin.ts', () => {
  it('serves the authorization server and what it protects, whole connections included', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'granthouse-docs-'));
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const path = join(folder, 'granthouse.db');
    const secret = 'a secret for tests, long enough to be taken';
    const people = await openAccounts({ storage: sqliteEngine({ path }), secret });
    await people.accounts.add(person);
    await people.close();
    const local = { 'https://example.com': origin, './granthouse.db': path, '(9400)': `(${port})` };
    const running = await start(withLocal(snippet('one-origin.ts'), local), { GRANTHOUSE_SECRET: secret });
    expect((await fetch(`${origin}/mcp`, { method: 'POST' })).status).toBe(401);
    const { tokens } = await obtainTokens(`${origin}/auth`);
    const headers = { authorization: `Bearer ${tokens.access_token}` };
    const answer = await fetch(`${origin}/mcp`, { method: 'POST', headers });
    expect(await answer.json()).toEqual({ subject: expect.stringMatching(/^acc_/), scopes: ['orders:read'] });
    await running.stop();
    await rm(folder, { recursive: true });
  });
});

it.each(['host-profiles.ts', 'protocol.ts', 'storage.ts', 'test-your-server.ts'])(
  '%s holds what it asserts',
  async (name) => {
    expect(await runToEnd(snippet(name))).toEqual({ code: 0, said: '' });
  },
);

it('decisions.ts says in the log why a call was refused', async () => {
  const callOf = "\nawait orders.authenticate(new Request('https://orders.example.com/mcp', { method: 'POST' }));";
  const { code, said } = await runToEnd(snippet('decisions.ts') + callOf);
  expect(code).toBe(0);
  expect(JSON.parse(said)).toEqual({
    outcome: 'refused',
    reason: 'no_credentials',
    status: 401,
    resource: documented.resource,
    method: 'POST',
  });
});
