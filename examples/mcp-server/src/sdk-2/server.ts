/** The order desk as an MCP server on `@modelcontextprotocol/server` 2.x: every tool, for both eras of the protocol. */
import { missingScopes } from '@granthouse/protocol';
import { createMcpHandler, McpServer, type ScopeChallengeHandler } from '@modelcontextprotocol/server';
import { maxRequestBodySize } from '../endpoint.ts';
import { implementation, instructions } from '../introduction.ts';
import { causeOf } from '../log.ts';
import { scopeImplications } from '../scopes.ts';
import { contextOf, type DeskParts, type ToolContext } from '../tools/context.ts';
import { tools } from '../tools/order-desk-tools.ts';
import type { Tool } from '../tools/tool.ts';
import type { McpEndpoint } from './endpoint.ts';

/** A server for one request: it holds nothing between requests. */
function createMcpServer(context: ToolContext): McpServer {
  const server = new McpServer(implementation, { instructions, capabilities: { tools: { listChanged: false } } });
  for (const { name, scopes, call, ...config } of tools) {
    server.registerTool(name, { ...config, scopeChallenge: challenge(scopes) }, (input) => call(context, input));
  }
  return server;
}

/** Stateless Streamable HTTP for the revisions 2025-11-25 and 2026-07-28 alike: a server for every request. */
export function createMcpEndpoint(parts: DeskParts): McpEndpoint {
  return createMcpHandler(({ authInfo }) => createMcpServer(contextOf(parts, authInfo)), {
    maxRequestBodySize,
    onerror: (error) => parts.log.warn({ error: causeOf(error) }, 'a request was refused or failed'),
  });
}

/** A call without a token lacks every scope: unlike the SDK's requireScopes, this never lets it pass. */
function challenge(scopes: Tool['scopes']): ScopeChallengeHandler {
  return ({ authInfo }) =>
    missingScopes(authInfo?.scopes ?? [], scopes, scopeImplications).length === 0 ? undefined : { scopes };
}
