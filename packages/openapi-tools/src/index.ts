/** An OpenAPI document becomes flat MCP tools: planned once, as data, and a dispatcher that calls the API. It knows nothing of OAuth or hosts. */
export { openApiTools, type OpenApiTools } from './openapi-tools.ts';
export { OpenApiError, type Problem } from './open-api-error.ts';
export type { Call } from './call/dispatcher.ts';
export type { BlobResource, CallResult, Content } from './call/result.ts';
export { UpstreamRefusal } from './call/upstream-refusal.ts';
export { checkTools, type LimitFinding, type ToolReport } from './limits/check-tools.ts';
export type { LimitName, ToolLimits } from './limits/tool-limits.ts';
export type { Reason } from './call/failure.ts';
export type { ObservedCall } from './call/observer.ts';
export type { CallOptions, Credentials, CredentialsOf, IdempotencyKeyOptions, Log } from './options/calls.ts';
export type { OpenApiToolsOptions } from './options.ts';
export type {
  Operation,
  PlannedArgument,
  PlannedBody,
  PlannedTool,
  SkippedOperation,
  ToolDefinition,
} from './plan/plan.ts';
export type { DescriptionOptions } from './plan/description.ts';
export type { Select, Selection } from './plan/selection.ts';
export type { NameOptions } from './plan/tool-names.ts';
export type { SearchOptions } from './search/definitions.ts';
export { searchTools, type SearchTools } from './search/search-tools.ts';
export type { DefinedTool, ToolScopes, ToolScopesByArguments, ToolSet } from './tool-set.ts';
