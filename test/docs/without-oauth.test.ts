/** What the documentation shows for hosts that don't sign in, run as it stands: the programs, and the line that makes a key. */
import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newApiKey } from '@granthouse/resource-server';
import { freePort } from '../support/free-port.ts';
import { describeWhere } from '../support/run-where.ts';
import { sdkHosts } from '../support/sdk-hosts.ts';
import { pages, textAt } from './documents.ts';
import { type Running, start, withLocal } from './snippet.ts';

const listedHash = '5f5d3c2f8a0c4b7e9d16a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f7';
const snippet = (name: string) => textAt(`examples/snippets/src/${name}`);
let resource: string;
let running: Running;

async function startAt(program: string, replacements: Record<string, string> = {}): Promise<void> {
  const port = await freePort();
  resource = `http://localhost:${port}/mcp`;
  const local = { 'https://orders.example.com/mcp': resource, '(9401)': `(${port})`, ...replacements };
  running = await start(withLocal(program, local));
}

const call = (headers: Record<string, string> = {}) => fetch(resource, { method: 'POST', headers });

async function expectCaller(answer: Response, subject: string, scopes: string[]): Promise<void> {
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ subject, scopes });
}

describe('api-key.ts', () => {
  let key: string;
  beforeAll(async () => {
    const made = await newApiKey('ok_');
    ({ key } = made);
    await startAt(snippet('api-key.ts'), { [listedHash]: made.sha256 });
  });
  afterAll(() => running.stop());

  it('lets a platform in that sends a teammate’s key as a bearer token', async () => {
    await expectCaller(await call({ authorization: `Bearer ${key}` }), 'ada@example.com', ['orders:read']);
  });

  it('RS-3, RS-6: refuses a wrong key without OAuth, and asks whoever has none to sign in', async () => {
    const [wrong, none] = await Promise.all([call({ authorization: `Bearer ${key}x` }), call()]);
    expect([wrong.status, none.status]).toEqual([401, 401]);
    expect(wrong.headers.get('www-authenticate')).not.toContain('resource_metadata');
    expect(none.headers.get('www-authenticate')).toContain('resource_metadata');
  });
});

describe('custom-headers.ts', () => {
  const token = 'a value of her own';
  beforeAll(async () => {
    await startAt(snippet('custom-headers.ts'), { [listedHash]: createHash('sha256').update(token).digest('hex') });
  });
  afterAll(() => running.stop());

  it('lets a platform in that sends a teammate’s headers', async () => {
    await expectCaller(await call({ 'x-team': 'blue', 'x-token': token }), 'ada@example.com', []);
  });

  it.each([
    ['another team', { 'x-team': 'red', 'x-token': token }],
    ['another token', { 'x-team': 'blue', 'x-token': 'x' }],
    ['no team', { 'x-token': token }],
    ['nothing', {}],
  ])('RS-3: refuses %s', async (_, headers) => {
    expect((await call(headers as Record<string, string>)).status).toBe(401);
  });
});

describe('without-credentials.ts', () => {
  beforeAll(() => startAt(snippet('without-credentials.ts')));
  afterAll(() => running.stop());

  it('lets a platform in that sends nothing, and names no authorization server', async () => {
    await expectCaller(await call(), 'anonymous', []);
    const { origin } = new URL(resource);
    expect((await fetch(`${origin}/.well-known/oauth-protected-resource/mcp`)).status).toBe(404);
  });
});

describe('a whole MCP server without credentials', () => {
  beforeAll(() =>
    startAt(snippet('mcp-server.ts'), {
      "  authorizationServers: ['https://login.example.com'],\n  requiredScopes: ['orders:read'],\n":
        '  dangerouslyWithoutCredentials: true,\n',
    }),
  );
  afterAll(() => running.stop());

  it.each(sdkHosts)('answers $name, which signs in nowhere', async (host) => {
    const paths = new Set<string>();
    const connected = await host.connect({
      resource,
      fetch(url, init) {
        paths.add(new URL(url).pathname);
        return fetch(url, init);
      },
    });
    const result = await connected.callTool({ name: 'get_order', arguments: { order_id: 'ord_1001' } });
    expect(JSON.stringify(result['content'])).toContain('Asked by anonymous');
    expect([...paths]).toEqual(['/mcp']);
    await connected.close();
  });
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
describeWhere(hasOpenssl, 'openssl')('the line that makes a key', () => {
  it('prints a key of 256 bits and its SHA-256', async () => {
    const guide = pages.find(({ path }) => path === 'docs/protect-your-server.md')?.text ?? '';
    const line = /^key=.*$/m.exec(guide)?.[0] ?? '';
    const { stdout } = await promisify(execFile)('sh', ['-c', line]);
    const [key = '', sha256] = stdout.trim().split('\n');
    expect(key).toMatch(/^ok_[0-9a-f]{64}$/);
    expect(sha256).toBe(createHash('sha256').update(key).digest('hex'));
  });
});
