/** The tools of an OpenAPI document on a server of `@modelcontextprotocol/sdk` 1.x (MCP, tools). */
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import {
  CallToolRequestSchema,
  ListToolsRequestSchema,
  type ServerNotification,
  type ServerRequest,
} from '@modelcontextprotocol/sdk/types.js';
import type { ToolSet } from '../tool-set.ts';
import { bindTools, type OptionsFor } from './bound-tools.ts';
import { register } from './registration.ts';

export { type AuthInfo, type Caller, callerOf } from './caller.ts';
export type { RegistrationOptions } from './bound-tools.ts';

const line = {
  list: ListToolsRequestSchema,
  call: CallToolRequestSchema,
  askingOf: ({ authInfo, signal }: RequestHandlerExtra<ServerRequest, ServerNotification>) => ({
    auth: authInfo,
    signal,
  }),
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
