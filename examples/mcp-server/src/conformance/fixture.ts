/** The MCP server that the official conformance suite expects: its tools, resources and prompts by their given names. */
import { McpServer, type ServerNotifier } from '@modelcontextprotocol/server';
import { registerPrompts } from './prompts.ts';
import type { RoundsCodec } from './request-state.ts';
import { registerResources } from './resources.ts';
import { registerAskingTools } from './tools/asking-tools.ts';
import { registerChangeTools } from './tools/change-tools.ts';
import { registerContentTools } from './tools/content-tools.ts';
import { registerReportingTools } from './tools/reporting-tools.ts';
import { registerSchemaTools } from './tools/schema-tools.ts';
import { registerStateTools } from './tools/state-tools.ts';

const capabilities = {
  tools: { listChanged: true },
  prompts: { listChanged: true },
  resources: { subscribe: true },
  completions: {},
  // For clients of 2025-11-25, which set the level of what is logged; later ones say it with each request.
  logging: {},
};

export interface FixtureContext {
  readonly codec: RoundsCodec;
  /** Reaches every client that listens. */
  readonly notify: () => ServerNotifier;
}

/** A server for one request of 2026-07-28, or for one session of 2025-11-25. */
export function createFixture({ codec, notify }: FixtureContext): McpServer {
  const server = new McpServer(
    { name: 'conformance-fixture', version: '1.0.0' },
    { capabilities, requestState: { verify: codec.verify } },
  );
  registerContentTools(server);
  registerReportingTools(server);
  registerAskingTools(server);
  registerStateTools(server, codec);
  registerSchemaTools(server);
  registerChangeTools(server, notify);
  registerResources(server);
  registerPrompts(server);
  return server;
}
