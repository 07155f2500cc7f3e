/** The tools of an OpenAPI document on a server of `@modelcontextprotocol/server` 2.x (MCP, tools). */
import type { McpServer, Server, ServerContext } from '@modelcontextprotocol/server';
import type { ToolSet } from '../tool-set.ts';
import { bindTools, type OptionsFor } from './bound-tools.ts';
import { register } from './registration.ts';

export { type AuthInfo, type Caller, callerOf } from './caller.ts';
export type { RegistrationOptions } from './bound-tools.ts';

const line = {
  list: 'tools/list',
  call: 'tools/call',
  // What one caller may call is no answer for another (MCP 2026-07-28, caching).
  listMembers: ({ mcpReq }: ServerContext) => (mcpReq.envelope ? { cacheScope: 'private' } : {}),
  askingOf: ({ http, mcpReq }: ServerContext) => ({ auth: http?.authInfo, signal: mcpReq.signal }),
};

/**
 * Answers `tools/list` and `tools/call` of the server: with these tools, with those of later calls, and with the ones
 * that you register on the same McpServer afterwards. Throws OpenApiError for a server that has tools already, and for a
 * name that is there twice.
 */
export function registerOpenApiTools<Principal>(
  server: McpServer | Server,
  tools: ToolSet<Principal>,
  ...[options]: OptionsFor<Principal>
): void {
  register(server as never, bindTools(tools, options), line);
}
