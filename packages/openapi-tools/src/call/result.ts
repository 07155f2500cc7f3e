/** What a call gives back, in the shape of `CallToolResult` of both lines of the MCP SDK (MCP, tools). */
import type { JsonObject } from '../json.ts';
import type { UpstreamRefusal } from './upstream-refusal.ts';

export type Content =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image' | 'audio'; readonly data: string; readonly mimeType: string }
  | { readonly type: 'resource'; readonly resource: BlobResource };

/** Bytes that are neither picture nor sound, in base64. */
export interface BlobResource {
  readonly uri: string;
  readonly mimeType: string;
  readonly blob: string;
}

export interface CallResult {
  readonly content: readonly Content[];
  readonly structuredContent?: JsonObject;
  readonly isError?: true;
  /** The API's 401 or 403. Not enumerable: who writes the result to the wire doesn't write this. */
  readonly refusal?: UpstreamRefusal;
}

/** An error for the agent to read and act on. */
export function toolError(text: string): CallResult {
  return { content: [{ type: 'text', text }], isError: true };
}

export function withRefusal(result: CallResult, refusal: UpstreamRefusal): CallResult {
  return Object.defineProperty({ ...result }, 'refusal', { value: refusal, enumerable: false });
}
