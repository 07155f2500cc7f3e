/** The tools of an OpenAPI document on a server of `@modelcontextprotocol/sdk` 1.x (MCP, tools). */
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import type { OpenApiTools } from '../openapi-tools.ts';
import { type AuthInfo, callerOf } from './principal.ts';

/** Answers `tools/list` and `tools/call` of the server. `principal` tells who calls from what the guard verified. */
export function registerOpenApiTools<Principal>(
  server: McpServer | Server,
  tools: OpenApiTools<Principal>,
  principal: (auth: AuthInfo | undefined) => Principal,
): void {
  const protocol = 'server' in server ? server.server : server;
  protocol.registerCapabilities({ tools: {} });
  protocol.setRequestHandler(ListToolsRequestSchema, async (_request, { authInfo }) => {
    const planned = await tools.listFor(principal(authInfo));
    return { tools: planned.map(({ definition }) => definition) as never };
  });
  protocol.setRequestHandler(CallToolRequestSchema, async ({ params }, { authInfo, signal }) => {
    const call = { principal: principal(authInfo), signal };
    return (await tools.call(params.name, params.arguments ?? {}, call)) as never;
  });
}

export { callerOf };
