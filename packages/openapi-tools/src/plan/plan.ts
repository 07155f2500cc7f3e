/** What is decided once for each operation. The tool that is shown and the request that is sent both read it, so they can't disagree. */
import type { JsonSchema } from '../json.ts';
import type { Problem } from '../open-api-error.ts';

/** An operation as the document has it: what selection, permissions, credentials and the search look at. */
export interface Operation {
  /** As the document has it; absent in documents that don't name theirs. */
  readonly operationId?: string;
  /** In capitals: `GET`. */
  readonly method: string;
  /** The template: `/orders/{order_id}`. */
  readonly path: string;
  /** Where it stands in the document, as a JSON pointer. */
  readonly at: string;
  readonly tags: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly deprecated: boolean;
  /** Alternatives, one of which suffices: the schemes of each by name, with their scopes. Empty: nothing is needed. */
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  /** What a call needs, all of them: the scopes of the first alternative that has any (OAuth 2 and OpenID Connect), or what the option `scopes` says. */
  readonly scopes: readonly string[];
}

/** A tool as `tools/list` shows it (MCP, tools). */
export interface ToolDefinition {
  readonly name: string;
  readonly title?: string;
  readonly description: string;
  /** JSON Schema 2020-12; never a union at its root. */
  readonly inputSchema: { readonly type: 'object' } & JsonSchema;
  readonly annotations: ToolAnnotations;
}

export interface ToolAnnotations {
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
  readonly openWorldHint: boolean;
}

export interface PlannedTool {
  readonly definition: ToolDefinition;
  /** What arguments are judged by. The schema of the definition may be weaker, for a host that takes no better, never stricter. */
  readonly argumentSchema: ToolDefinition['inputSchema'];
  readonly operation: Operation;
  /** Origin and base path of every request, without a slash at the end. */
  readonly server: string;
  /** What requests are made of, behind the server: the path of the operation, without a fragment. */
  readonly pathTemplate: string;
  /** By the name of the argument. */
  readonly arguments: ReadonlyMap<string, PlannedArgument>;
  readonly body?: PlannedBody;
  /** What the answers of the operation are: `application/json`, `image/png`. Empty: the document doesn't say. */
  readonly accepts: readonly string[];
}

export type PlannedArgument = PlannedParameter | PlannedBodyPart;

/** A parameter (OpenAPI 3.1 §4.8.12). */
export interface PlannedParameter {
  readonly in: 'path' | 'query' | 'querystring' | 'header' | 'cookie';
  readonly wireName: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
  readonly style: ParameterStyle;
  readonly explode: boolean;
  readonly allowReserved: boolean;
  /** Set when the value is written as this media type instead of by a style. */
  readonly contentType?: string;
  /** A placeholder such as `{*}`, which may hold several segments. */
  readonly severalSegments: boolean;
}

export type ParameterStyle =
  | 'simple'
  | 'label'
  | 'matrix'
  | 'form'
  | 'spaceDelimited'
  | 'pipeDelimited'
  | 'deepObject'
  | 'cookie';

/** A member of an object body, or the whole body. */
export interface PlannedBodyPart {
  readonly in: 'body';
  /** Undefined: the argument is the whole body. */
  readonly wireName: string | undefined;
  readonly required: boolean;
  /** Whether a body must have it, also where the body as a whole may be left out. */
  readonly requiredInBody: boolean;
  readonly schema: JsonSchema;
  /**
   * The value is a file: `{ data, filename?, media_type? }`, its bytes in base64; in a list there are several, and a
   * text among them is a text. Of a whole multipart body each member is such a value.
   */
  readonly holdsFiles: boolean;
}

/** A request body (OpenAPI 3.1 §4.8.13), of the one media type that calls use. */
export interface PlannedBody {
  /** As the document writes it: `application/merge-patch+json`; one that fits where it has a range. The `media_type` of a file goes before it. */
  readonly mediaType: string;
  readonly kind: 'json' | 'form' | 'multipart' | 'text' | 'binary';
  readonly required: boolean;
  /** How single members are written, by wire name (OpenAPI 3.1 §4.8.15); of forms and multipart alone. */
  readonly encoding: Readonly<Record<string, PartEncoding>>;
}

export interface PartEncoding {
  readonly contentType?: string;
  readonly style?: ParameterStyle;
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
}

/** An operation that is no tool, and why: nothing is dropped without a word. */
export interface SkippedOperation extends Problem {
  readonly method: string;
  /** The template of its path; `path` is the JSON pointer to the fault. */
  readonly template: string;
}
