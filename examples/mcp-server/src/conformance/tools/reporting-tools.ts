/** Tools that say something before their result: log messages, progress, an error, a stream that closes early (SEP-1699). */
import { setTimeout as delay } from 'node:timers/promises';
import type { CallToolResult, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';

/** Milliseconds between two messages, as the suite asks for. */
const pause = 50;
const inputSchema = z.object({});
const said = (text: string): CallToolResult => ({ content: [{ type: 'text', text }] });

export function registerReportingTools(server: McpServer): void {
  registerLogging(server);
  registerProgress(server);
  server.registerTool('test_error_handling', { description: 'Always fails' }, () => {
    throw new Error('This tool intentionally returns an error for testing');
  });
  server.registerTool(
    'test_reconnection',
    {
      description: 'Closes its stream before it answers, so that the client must come back for the result',
      inputSchema,
    },
    async (_input, context) => {
      context.http?.closeSSE?.();
      await delay(2 * pause);
      return said('The client came back for this result.');
    },
  );
}

function registerLogging(server: McpServer): void {
  server.registerTool(
    'test_tool_with_logging',
    { description: 'Logs three times on its way', inputSchema },
    async (_input, { mcpReq }) => {
      await mcpReq.log('info', 'Tool execution started');
      await delay(pause);
      await mcpReq.log('info', 'Tool processing data');
      await delay(pause);
      await mcpReq.log('info', 'Tool execution completed');
      return said('Logged three times.');
    },
  );
  server.registerTool(
    'test_logging_tool',
    { description: 'Logs once, for callers that asked for it (SEP-2575)', inputSchema },
    async (_input, { mcpReq }) => {
      await mcpReq.log('info', 'test_logging_tool ran');
      return said('Logged once.');
    },
  );
}

function registerProgress(server: McpServer): void {
  server.registerTool(
    'test_tool_with_progress',
    { description: 'Reports its progress to a caller that gave a token for it', inputSchema },
    async (_input, { mcpReq }) => {
      const progressToken = mcpReq._meta?.progressToken;
      for (const progress of [0, 50, 100]) {
        if (progressToken !== undefined) {
          await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, total: 100 } });
        }
        if (progress < 100) await delay(pause);
      }
      return said('Done.');
    },
  );
}
