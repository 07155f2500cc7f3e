/** The answer of the API as the answer of the tool: what it said, whole, or an error that an agent can act on (MCP, tools; RFC 9110 §15). */
import type { Credentials } from '../../options/calls.ts';
import type { PlannedTool } from '../../plan/plan.ts';
import type { Reason } from '../failure.ts';
import type { CallResult } from '../result.ts';
import { readBody } from './body.ts';
import { contentOf } from './content.ts';
import { errorAnswer } from './error-answer.ts';
import { describeHead, withoutBody } from './head.ts';
import { redirectAnswer } from './redirect.ts';

/** What a call gives back, and why it isn't what was asked for. */
export interface Answer {
  readonly result: CallResult;
  readonly reason?: Reason;
}

export interface Reading {
  readonly tool: PlannedTool;
  readonly maxAnswerBytes: number;
  readonly signal: AbortSignal;
  /** What the API says of a request may repeat them. */
  readonly credentials: Credentials | undefined;
}

/** Rejects with CallFailure for an answer that breaks off. */
export async function readAnswer(response: Response, reading: Reading): Promise<Answer> {
  const { status } = response;
  const body = await readBody(response, reading);
  if (status >= 400) return errorAnswer(response, body, reading);
  if (status >= 300) return redirectAnswer(response, reading.credentials);
  if (reading.tool.operation.method === 'HEAD') return { result: describeHead(response) };
  if (body.bytes.length === 0)
    return { result: { content: [{ type: 'text', text: withoutBody(response, reading.credentials) }] } };
  return contentOf(response, body, reading.tool);
}
