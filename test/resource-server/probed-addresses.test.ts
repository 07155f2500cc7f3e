/** The addresses that recorded hosts try, in their order and with their headers: each finds its way, and none meets a redirect, HTML or a 5xx (MCP authorization server discovery). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  adapters,
  bearerOf,
  type GuardedServer,
  type RawAnswer,
  startGuardedServer,
} from '../support/guarded-server.ts';
import { createTestClock } from '../support/test-clock.ts';
import { startTestIssuer, type TestIssuer } from '../support/test-issuer.ts';

type Headers = [string, string][];

const codex: Headers = [
  ['user-agent', 'codex-mcp-client/0.169.0'],
  ['mcp-protocol-version', '2024-11-05'],
  ['accept', '*/*'],
];
const sdk1: Headers = [
  ['mcp-protocol-version', '2025-11-25'],
  ['accept', 'application/json'],
  ['user-agent', 'node'],
];

const clock = createTestClock();
let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await startTestIssuer(clock);
});
afterAll(() => issuer.goAway());

describe.each(adapters)('through the %s adapter', (adapter) => {
  let server: GuardedServer;
  beforeAll(async () => {
    const authorizationServers = [issuer.issuer];
    server = await startGuardedServer(adapter, {
      authorizationServers,
      requiredScopes: ['orders:read'],
      now: clock.now,
    });
  });
  afterAll(() => server.close());

  async function probe(path: string, headers: Headers): Promise<RawAnswer> {
    const answer = await server.send(path, { headers });
    expect([200, 404]).toContain(answer.status);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.headers).not.toHaveProperty('location');
    return answer;
  }

  const found = async (path: string, headers: Headers) =>
    JSON.parse((await probe(path, headers)).text) as Record<string, unknown>;

  it.each([
    ['codex-cli', codex],
    ['rmcp', [['mcp-protocol-version', '2025-03-26']] satisfies Headers],
    ['a python host', [['user-agent', 'python-httpx/0.28.1']] satisfies Headers],
    ['mcp-remote', [['user-agent', 'undici']] satisfies Headers],
  ])('HOST-21, HOST-25: the first GET of %s is challenged, whatever its version and agent', async (_name, headers) => {
    const answer = await server.send('/mcp', { headers });
    expect(answer.status).toBe(401);
    expect(bearerOf(answer)['resource_metadata']).toBe(`${server.origin}/.well-known/oauth-protected-resource/mcp`);
  });

  it.each([
    ['/.well-known/oauth-protected-resource/mcp', 'resource'],
    ['/mcp/.well-known/oauth-protected-resource', 'resource'],
    ['/.well-known/oauth-protected-resource', 'resource'],
    ['/.well-known/oauth-authorization-server/mcp', 'error'],
    ['/.well-known/openid-configuration/mcp', 'error'],
    ['/mcp/.well-known/openid-configuration', 'error'],
    ['/.well-known/oauth-authorization-server', 'issuer'],
  ] as const)(
    'HOST-19, HOST-20: codex-cli, which has no challenge, asks for %s and gets its %s',
    async (path, member) => {
      const expected = { resource: `${server.origin}/mcp`, issuer: issuer.issuer, error: 'not_found' };
      expect((await found(path, codex))[member]).toBe(expected[member]);
    },
  );

  it('HOST-20: raycast, which takes no challenge, finds the endpoints on the MCP origin', async () => {
    const first = await server.send('/mcp', {
      method: 'POST',
      headers: [['content-type', 'application/json']],
      body: '{}',
    });
    expect(first.status).toBe(401);
    const document = await found('/.well-known/oauth-authorization-server', [['mcp-protocol-version', '2025-03-26']]);
    expect(document).toMatchObject({ token_endpoint: `${issuer.issuer}/token`, issuer: issuer.issuer });
  });

  it.each(['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration'])(
    'HOST-20: the 1.x SDK without resource metadata finds the authorization server at %s',
    async (path) => {
      expect(await found(path, sdk1)).toMatchObject({ issuer: issuer.issuer });
    },
  );

  it('HOST-19: the Go SDK finds what it holds against the address that it asked, first of all', async () => {
    // It takes the document of a path for the MCP URL alone, and the one of the root for the origin alone.
    const candidates = [
      ['/.well-known/oauth-protected-resource/mcp', `${server.origin}/mcp`],
      ['/.well-known/oauth-protected-resource', server.origin],
    ] as const;
    const accepted: string[] = [];
    for (const [path, expected] of candidates) {
      const { resource } = await found(path, [['accept', 'application/json']]);
      if (resource === expected) accepted.push(path);
    }
    expect(accepted).toEqual(['/.well-known/oauth-protected-resource/mcp']);
    const root = await startGuardedServer(adapter, { authorizationServers: [issuer.issuer], path: '' });
    const document = await root.send('/.well-known/oauth-protected-resource');
    expect(JSON.parse(document.text)).toMatchObject({ resource: root.origin });
    await root.close();
  });
});
