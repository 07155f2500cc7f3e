/** What stands behind the MCP server: an API with its tools, and what people can allow there. */
import type { AuthorizationServer } from '@granthouse/authorization-server';
import type { ListeningServer } from '@granthouse/example-mcp-server/listening';
import type { OpenApiTools } from '@granthouse/openapi-tools';
import type { Principal } from '../mcp/principal.ts';

export interface Scope {
  readonly description: string;
  readonly effect?: 'read' | 'change' | 'irreversible';
  readonly implies?: readonly string[];
}

export interface Service {
  readonly name: string;
  readonly scopes: Readonly<Record<string, Scope>>;
  /** What every call needs, and what is asked for first. */
  readonly requiredScopes: readonly string[];
  /** What the greeting says of it, in lines of a name and a value. */
  readonly about: readonly (readonly [string, string])[];
  /** `api` is there when it runs here. */
  open(authorizationServer: AuthorizationServer): Promise<{ tools: OpenApiTools<Principal>; api?: ListeningServer }>;
}
