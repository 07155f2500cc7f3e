/** MCP servers of both lines of the SDK behind the guard, with tools of a document on them. */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { McpServer as McpServer1 } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { registerOpenApiTools as registerOnLine1 } from '@granthouse/openapi-tools/sdk-1';
import { registerOpenApiTools as registerOnLine2 } from '@granthouse/openapi-tools/sdk-2';
import { protectedResource, type ProtectedResource } from '@granthouse/resource-server';
import { type ScopeDeclarations, toolScopes } from '@granthouse/resource-server/mcp';
import { type AuthenticatedHandler, protect, requireScopes } from '@granthouse/resource-server/node';
import { type TestIssuer, testIssuer } from '@granthouse/resource-server/testing';

/** What is the same on both lines, for whoever puts tools on a server. */
export interface EitherServer {
  /** Of the line's own function. */
  register: (tools: never, options?: never) => void;
  registerTool(name: string, config: { description: string }, callback: () => { content: [] }): unknown;
}

export interface GuardedTools {
  readonly resource: string;
  readonly guard: ProtectedResource;
  readonly issuer: TestIssuer;
  token(scopes: readonly string[], subject?: string): Promise<string>;
  /** What reached the log of the operator. */
  readonly errors: Error[];
  close(): Promise<void>;
}

export interface GuardedToolsOptions {
  readonly line: 'sdk-1' | 'sdk-2';
  readonly scopes?: ScopeDeclarations;
  readonly declared: readonly string[];
  readonly required?: string[];
  /** A real one, in the place of the issuer that `token` mints for. */
  readonly authorizationServer?: string;
  readonly port?: number;
  readonly equip: (server: EitherServer) => void;
}

const implementation = { name: 'orders', version: '1.0.0' };

export async function startGuardedTools(options: GuardedToolsOptions): Promise<GuardedTools> {
  const server = createServer().listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const resource = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
  const issuer = testIssuer();
  const guard = protectedResource({
    resource,
    authorizationServers: [options.authorizationServer ?? issuer.issuer],
    ...(options.authorizationServer === undefined && { fetch: issuer.fetch }),
    requiredScopes: options.required ?? [],
    scopes: Object.fromEntries(options.declared.map((scope) => [scope, { description: scope }])),
  });
  const errors: Error[] = [];
  const answer = answers[options.line](options, errors);
  const guarded = requireScopes(guard, options.scopes ? toolScopes(options.scopes) : [], answer);
  server.on('request', protect(guard, guarded));
  return {
    resource,
    guard,
    issuer,
    errors,
    token: (scopes, subject = 'ada') => issuer.mint({ resource, scopes, subject }),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

type Answer = AuthenticatedHandler & ((...all: Parameters<RequestListener>) => void);

const answers = {
  'sdk-2'({ equip }: GuardedToolsOptions, errors: Error[]) {
    const handler = createMcpHandler(
      () => {
        const server = new McpServer(implementation);
        // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the SDK has this way alone
        server.server.onerror = (error) => errors.push(error);
        equip({
          register: (tools, more) => registerOnLine2(server, tools, more),
          registerTool: (...all) => server.registerTool(...all),
        });
        return server;
      },
      { onerror: (error) => errors.push(error) },
    );
    return toNodeHandler(handler) as Answer;
  },
  'sdk-1'({ equip }: GuardedToolsOptions, errors: Error[]): Answer {
    return (async (request: never, response: never, body: unknown) => {
      const server = new McpServer1(implementation);
      // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the SDK has this way alone
      server.server.onerror = (error) => errors.push(error);
      equip({
        register: (tools, more) => registerOnLine1(server, tools, more),
        registerTool: (...all) => server.registerTool(...all),
      });
      const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
      (response as NodeJS.EventEmitter).once('close', () => void server.close());
      await server.connect(transport);
      await transport.handleRequest(request, response, body);
    }) as unknown as Answer;
  },
};

/** Which client can speak to which server: a server of the 1.x line knows the older revision alone. */
export const pairs = [
  ['sdk-2', 'client 2.4.0, 2026-07-28'],
  ['sdk-2', 'client 2.4.0, 2025-11-25'],
  ['sdk-2', 'sdk 1.32.2'],
  ['sdk-1', 'client 2.4.0, 2025-11-25'],
  ['sdk-1', 'sdk 1.32.2'],
] as const;
