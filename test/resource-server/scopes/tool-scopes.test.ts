/** What is declared about tools: what a body needs by it, what may be hidden, and what can't be declared. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '@granthouse/protocol';
import { protectedResource } from '@granthouse/resource-server';
import { protect, requireScopes } from '@granthouse/resource-server/node';
import { holdsScopes, scopeChallenge, toolScopes } from '@granthouse/resource-server/mcp';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { McpServer as McpServer1 } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { declared, implementation, needed, withTools } from './engines.ts';
import { callOf, type Endpoint, startEndpoint } from './mcp-endpoints.ts';

const open: Endpoint[] = [];
afterAll(() => Promise.all(open.map((one) => one.close())));

describe('the scopes of a body', () => {
  it('come from a record or from tools that have a name and scopes', () => {
    const fromTools = toolScopes(Object.entries(declared).map(([name, scopes]) => ({ name, scopes, run() {} })));
    for (const name of Object.keys(declared)) expect(fromTools.of(callOf(name))).toEqual(needed.of(callOf(name)));
    expect(fromTools.of(callOf('everything'))).toEqual(['orders:write', 'refunds:write']);
  });

  it('are named once each, however long a batch is', () => {
    const batch = Array.from({ length: 1000 }, () => callOf('everything'));
    expect(needed.of(batch)).toEqual(['orders:write', 'refunds:write']);
  });

  it.each([null, undefined, 'text', 7, [], {}, [null], { method: 'ping' }, { method: 'tools/list' }])(
    'are none for %j, which calls no tool',
    (body) => expect(needed.of(body)).toEqual([]),
  );

  it.each(['toString', 'hasOwnProperty', 'valueOf', 'Look', 'look ', ''])(
    'RS-24: never come from a tool of another name: %j',
    (name) => expect(() => needed.of(callOf(name))).toThrow('declares no scopes'),
  );

  it('are those of the option for a tool that is not declared', () => {
    expect(toolScopes({}, { undeclared: ['admin'] }).of(callOf('any'))).toEqual(['admin']);
    expect(toolScopes({}, { undeclared: [] }).of(callOf('any'))).toEqual([]);
  });
});

describe('the scopes that arguments tell', () => {
  const byDesk = {
    of: (args: unknown) => ((Object(args) as { desk?: unknown }).desk === 'back' ? ['orders:write'] : []),
    scopes: ['orders:write'],
  };
  const toldByArguments = toolScopes([
    { name: 'look', scopes: byDesk },
    { name: 'refund', scopes: ['refunds:write'] },
  ]);

  it('RS-24: are those of what a call asks for, in a batch of all of them', () => {
    expect(toldByArguments.of(callOf('look'))).toEqual([]);
    const toTheBack = { ...callOf('look'), params: { name: 'look', arguments: { desk: 'back' } } };
    expect(toldByArguments.of(toTheBack)).toEqual(['orders:write']);
    expect(toldByArguments.of([callOf('refund'), toTheBack])).toEqual(['refunds:write', 'orders:write']);
  });

  it('are known beforehand, so that a wrong one is found at the start', () => {
    expect(toldByArguments.scopes).toEqual(['orders:write', 'refunds:write']);
    expect(() => toolScopes({ look: { of: () => [], scopes: ['not one'] } })).toThrow(ConfigurationError);
  });
});

describe('the scopes of prompts', () => {
  const asks = (name: string) => ({ jsonrpc: '2.0', id: 1, method: 'prompts/get', params: { name } });

  it('are none without a list, and with one those of the list', () => {
    expect(needed.of(asks('any'))).toEqual([]);
    const withPrompts = toolScopes(declared, { prompts: { refund: ['orders:read'] } });
    expect(withPrompts.of([asks('refund'), callOf('refund')])).toEqual(['orders:read', 'refunds:write']);
    expect(() => withPrompts.of(asks('forgotten'))).toThrow('declares no scopes');
  });

  it('RS-24: are judged before the prompt is given, on line 1', async () => {
    const listed = toolScopes({}, { prompts: { reply: ['orders:write'] } });
    const endpoint = await startEndpoint((resource, ran) =>
      protect(
        resource,
        requireScopes(resource, listed, async (request, response, body) => {
          const server = new McpServer1(implementation);
          server.registerPrompt('reply', {}, () => {
            ran.push('reply');
            return { messages: [] };
          });
          const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
          await server.connect(transport);
          await transport.handleRequest(request, response, body);
        }),
      ),
    );
    open.push(endpoint);
    const statusWith = async (scope: string) =>
      (await endpoint.post(await endpoint.token(scope), asks('reply'))).status;
    expect([await statusWith('orders:read'), endpoint.ran]).toEqual([403, []]);
    expect([await statusWith('orders:write'), endpoint.ran]).toEqual([200, ['reply']]);
  });
});

describe('a declaration that can not be', () => {
  const place = { resource: 'https://a.example/mcp', authorizationServers: ['https://b.example'] };
  const resource = protectedResource(place);
  const declaring = protectedResource({ ...place, scopes: { a: {} } });

  it.each<[string, () => unknown]>([
    ['toolScopes["a"][1]: found "b c"', () => toolScopes({ a: ['a', 'b c'] })],
    ['toolScopes["a"]: found no list', () => toolScopes({ a: 'orders:read' as unknown as string[] })],
    ['toolScopes["a"]: found no list', () => toolScopes([{ name: 'a' } as { name: string; scopes: string[] }])],
    ['toolScopes["a"]: found a second declaration', () => toolScopes([1, 2].map(() => ({ name: 'a', scopes: [] })))],
    ['toolScopes.undeclared[0]: found ""', () => toolScopes({}, { undeclared: [''] })],
    ['scopeChallenge[0]: found "a\\"b"', () => scopeChallenge('a"b')],
    ['requireScopes: found "b"', () => requireScopes(declaring, ['a', 'b'], () => {})],
    ['requireScopes: found "c"', () => requireScopes(declaring, toolScopes({ one: ['a'], two: ['c'] }), () => {})],
    ['requireScopes: found no list', () => requireScopes(resource, 'a' as unknown as string[], () => {})],
    ['requireScopes: found no list', () => requireScopes(resource, undefined as unknown as string[], () => {})],
    ['requireScopes[0]: found "ä"', () => requireScopes(resource, ['ä'], () => {})],
  ])('stops the start: %s', (message, declare) => {
    expect(declare).toThrow(ConfigurationError);
    expect(declare).toThrow(message);
  });
});

describe.each([
  [1, 'legacy'],
  [2, 'legacy'],
  [2, { pin: '2026-07-28' }],
] as const)('a list of tools on line %d, version %j', (line, mode) => {
  it('RS-23: may hide what the caller can not use, and a call of it still asks for the scope', async () => {
    const handlers = {
      1: async (...[request, response, body]: Parameters<Parameters<typeof requireScopes>[2]>) => {
        const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
        const server = new McpServer1(implementation);
        await withTools(server, [], visibleTo(request.auth)).connect(transport);
        await transport.handleRequest(request, response, body);
      },
      2: toNodeHandler(
        createMcpHandler(({ authInfo }) => withTools(new McpServer(implementation), [], visibleTo(authInfo))),
      ),
    };
    const endpoint = await startEndpoint((resource) =>
      protect(
        resource,
        requireScopes(resource, needed, (request, response, body) => void handlers[line](request, response, body)),
      ),
    );
    open.push(endpoint);
    const client = new Client(implementation, { versionNegotiation: { mode } });
    const token = await endpoint.token('orders:write');
    const requestInit = { headers: { authorization: `Bearer ${token}` } };
    await client.connect(new StreamableHTTPClientTransport(new URL(endpoint.url), { requestInit }));
    const { tools, ...list } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['look', 'note']);
    // The default of line 2; the older revisions know no such member.
    expect(list['cacheScope']).toBe(mode === 'legacy' ? undefined : 'private');
    await expect(client.callTool({ name: 'refund', arguments: {} })).rejects.toThrow(/scope/);
    await client.close();
  });
});

function visibleTo(auth: { scopes: string[] } | undefined): string[] {
  return Object.entries({ look: [], note: ['orders:write'], refund: ['refunds:write'] })
    .filter(([, scopes]) => holdsScopes(auth, scopes))
    .map(([name]) => name);
}
