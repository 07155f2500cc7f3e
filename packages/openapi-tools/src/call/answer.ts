/** The answer of the API as the answer of the tool: what it said, whole, or an error that an agent can act on (MCP, tools; RFC 9110 §15). */
import { isObject } from '../json.ts';
import { kindOf } from '../plan/media-type.ts';
import type { Operation } from '../plan/plan.ts';
import { type CallResult, withRefusal } from './result.ts';
import { UpstreamRefusal } from './upstream-refusal.ts';

export async function readAnswer(response: Response, operation: Operation): Promise<CallResult> {
  const text = await response.text();
  if (!response.ok) {
    const { status, headers } = response;
    const result: CallResult = {
      content: [{ type: 'text', text: `The API answered ${status}.\n${text}` }],
      isError: true,
    };
    if (status !== 401 && status !== 403) return result;
    return withRefusal(result, new UpstreamRefusal({ status, operation, challenge: headers.get('www-authenticate') }));
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
