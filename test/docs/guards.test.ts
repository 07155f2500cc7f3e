/** The guards that the documentation shows, on every framework, platform and SDK line, run as they stand against a real authorization server. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { freePort } from '../support/free-port.ts';
import { obtainTokens } from '../support/oauth-client.ts';
import { root } from '../support/source-files.ts';
import { pages, textAt } from './documents.ts';
import { type Running, start, withLocal } from './snippet.ts';

let authorizationServer: RunningServer;
let resource: string;
let token: string;
beforeAll(async () => {
  resource = `http://localhost:${await freePort()}/mcp`;
  authorizationServer = await startAuthorizationServer(resource);
  token = (await obtainTokens(authorizationServer.issuer)).tokens.access_token;
});
afterAll(() => authorizationServer.close());

/** What a platform does with what speaks `Request` and `Response`. */
const platform = (handler: string, ...lines: string[]) =>
  [
    "import { createServer } from 'node:http';",
    `import { listenerOf } from '${pathToFileURL(join(root, 'test', 'support', 'web-listener.ts')).href}';`,
    ...lines,
    `createServer(listenerOf(${handler})).listen(9401);`,
  ].join('\n');

/** An event of a function URL, and the answer as the platform sends it on. */
const functionUrl = `async function toFunction(request) {
  const { pathname: path } = new URL(request.url);
  const requestContext = { domainName: 'localhost', http: { method: request.method, path } };
  const headers = Object.fromEntries(request.headers);
  const event = { version: '2.0', rawPath: path, rawQueryString: '', headers, requestContext };
  const { body, statusCode: status, ...answer } = await handler(event);
  return new Response(body, { status, headers: answer.headers });
}`;

const platforms: Record<string, string> = {
  'protect-fetch.ts': platform('handle'),
  'protect-hono.ts': platform('async (request) => app.fetch(request)'),
  'worker.ts': platform('answer'),
  'next-route.ts': platform('answer'),
  'lambda.ts': platform('toFunction', functionUrl),
  'sdk-2-fetch.ts': platform('handle'),
  'sdk-2-hono.ts': platform('async (request) => app.fetch(request)'),
  'rate-limit.ts': [
    "import { createServer } from 'node:http';",
    "import { protect } from '@granthouse/resource-server/node';",
    'createServer(protect(orders, (_request, response) => response.end())).listen(9401);',
  ].join('\n'),
};

/** Starts a snippet before the tests that follow, and stops it after them. */
function running(name: string, change: (program: string) => string = (program) => program): void {
  let program: Running;
  beforeAll(async () => {
    const local = {
      'https://orders.example.com/mcp': resource,
      'https://login.example.com': authorizationServer.issuer,
      '9401': new URL(resource).port,
    };
    program = await start(withLocal(change(textAt(`examples/snippets/src/${name}`) + (platforms[name] ?? '')), local));
  });
  afterAll(() => program.stop());
}

function call(headers: Record<string, string> = {}): Promise<Response> {
  return fetch(resource, { method: 'POST', headers });
}

/** The challenge of a call without a token, as the documentation would print it. */
async function challenge(): Promise<string> {
  const answer = await call();
  expect(answer.status).toBe(401);
  const { origin } = new URL(resource);
  return (answer.headers.get('www-authenticate') ?? '').replace(origin, 'https://orders.example.com');
}

const frameworks = ['node', 'koa', 'express', 'fastify', 'hono', 'fetch'].map((name) => `protect-${name}.ts`);

describe.each([...frameworks, 'worker.ts', 'next-route.ts', 'lambda.ts'])('%s', (name) => {
  running(name);

  it('RS-6: challenges a call without a token', async () => {
    const metadata = 'resource_metadata="https://orders.example.com/.well-known/oauth-protected-resource/mcp"';
    expect(await challenge()).toContain(metadata);
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

const mcpServers = ['sdk-2-node.ts', 'sdk-2-fetch.ts', 'sdk-2-hono.ts', 'sdk-1-express.ts', 'mcp-server.ts'];

describe.each(mcpServers)('%s', (name) => {
  running(name);

  it('RS-6: challenges a call without a token', async () => {
    expect(await challenge()).toMatch(/^Bearer .*resource_metadata=/);
  });

  it('answers a tool call of the SDK’s client, and tells the tool who calls', async () => {
    const client = new Client({ name: 'reader', version: '1.0.0' });
    const requestInit = { headers: { authorization: `Bearer ${token}` } };
    await client.connect(new StreamableHTTPClientTransport(new URL(resource), { requestInit }));
    const result = await client.callTool({ name: 'get_order', arguments: { order_id: 'ord_1001' } });
    expect(JSON.stringify(result.content)).toMatch(/ord_1001 is on its way\. Asked by acc_/);
    await client.close();
  });
});

describe('the front page', () => {
  running('protect-node.ts');

  it('shows the challenge as it comes', async () => {
    expect(pages.find(({ path }) => path === 'README.md')?.text).toContain(`WWW-Authenticate: ${await challenge()}`);
  });
});

describe('the whole MCP server', () => {
  running('mcp-server.ts');

  it('RS-14: is open to the browser origin that it names and to no other', async () => {
    const asked = (origin: string) => call({ authorization: `Bearer ${token}`, origin });
    expect((await asked('https://evil.example')).status).toBe(403);
    const answer = await asked('https://chatgpt.com');
    expect(answer.status).not.toBe(403);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://chatgpt.com');
  });
});

describe('rate-limit.ts', () => {
  running('rate-limit.ts', (program) => program.replace('points: 120', 'points: 2'));

  it('answers 429 when somebody calls too often', async () => {
    const answers = [];
    for (let count = 0; count < 3; count += 1) answers.push(await call({ authorization: `Bearer ${token}` }));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(Number(answers[2]?.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
