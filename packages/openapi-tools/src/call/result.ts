/** What a call gives back, in the shape of `CallToolResult` of both lines of the MCP SDK (MCP, tools). */
import type { JsonObject } from '../json.ts';

export type Content =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image' | 'audio'; readonly data: string; readonly mimeType: string };

export interface CallResult {
  readonly content: readonly Content[];
  readonly structuredContent?: JsonObject;
  readonly isError?: true;
}

/** An error for the agent to read and act on. */
export function toolError(text: string): CallResult {
  return { content: [{ type: 'text', text }], isError: true };
}
