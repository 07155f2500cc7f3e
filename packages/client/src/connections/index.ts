/** Connections for a team: admins add MCP servers, teammates sign in to them, agents call the tools of all of them. */
export { type AgentEndpoint, type AgentEndpointOptions, createAgentEndpoint } from './agent/agent-endpoint.ts';
export type { AgentProblem } from './agent/agent-tools.ts';
export { checkConnections } from './check.ts';
export type { Authentication, ConnectionRecord, Ownership } from './connection-record.ts';
export {
  type ConnectionChange,
  type Connections,
  type ConnectionState,
  type ConnectionView,
  type Detected,
  FieldProblem,
  type Forgotten,
  type ForgottenAccess,
  type NewAuthentication,
  type NewConnection,
  type Person,
  type ReadyConnection,
  type SignInUnderWay,
  type LeftOutTool,
  type SwitchedTool,
  type ToolView,
} from './connections.ts';
export { createConnections } from './create-connections.ts';
export type { ConnectionsOptions } from './options.ts';
export { personId } from './person-id.ts';
export { siteListener } from './site/node-listener.ts';
export { clientNameOf, metadataUrlOf } from './site/files.ts';
export { callbackOf, createSite, type Site, type SiteOptions } from './site/site.ts';
