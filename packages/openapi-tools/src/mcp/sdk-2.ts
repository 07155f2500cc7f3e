/** The tools of an OpenAPI document on a server of `@modelcontextprotocol/server` 2.x (MCP, tools). */
import type { McpServer, Server } from '@modelcontextprotocol/server';
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
  protocol.setRequestHandler('tools/list', async (_request, { http }) => {
    const planned = await tools.listFor(principal(http?.authInfo));
    return { tools: planned.map(({ definition }) => definition) as never };
  });
  protocol.setRequestHandler('tools/call', async ({ params }, { http, mcpReq }) => {
    const call = { principal: principal(http?.authInfo), signal: mcpReq.signal };
    return (await tools.call(params.name, params.arguments ?? {}, call)) as never;
  });
}

export { callerOf };
