/** The answer of the API as the answer of the tool: what it said, whole, or an error that an agent can act on (MCP, tools; RFC 9110 §15). */
import { isObject } from '../json.ts';
import { kindOf } from '../plan/media-type.ts';
import type { CallResult } from './result.ts';

export async function readAnswer(response: Response): Promise<CallResult> {
  const text = await response.text();
  if (!response.ok) {
    return { content: [{ type: 'text', text: `The API answered ${response.status}.\n${text}` }], isError: true };
  }
  const value = kindOf(response.headers.get('content-type') ?? '') === 'json' ? parsed(text) : undefined;
  return { content: [{ type: 'text', text }], ...(isObject(value) && { structuredContent: value }) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
