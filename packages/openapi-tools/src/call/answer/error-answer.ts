/** A 4xx or 5xx as an error of the tool: its status, when to call again, and the API's own words whole (RFC 9110 §15.5, §15.6). */
import type { Credentials } from '../../options/calls.ts';
import { isSafe } from '../../plan/annotations.ts';
import { type CallResult, withRefusal } from '../result.ts';
import { withoutSecrets } from '../secrets.ts';
import { UpstreamRefusal } from '../upstream-refusal.ts';
import type { Answer, Reading } from './answer.ts';
import type { Body } from './body.ts';
import { parsed, readText } from './content.ts';
import { statusLine } from './head.ts';
import { isLimited, retryAfterSeconds } from './retry-after.ts';

export function errorAnswer(response: Response, body: Body, { tool: { operation }, credentials }: Reading): Answer {
  const { status, headers } = response;
  const seconds = retryAfterSeconds(response);
  const contentType = headers.get('content-type') ?? '';
  const said = readText(body, contentType) ?? `(${body.bytes.length} bytes that are no text)`;
  const read = { said, contentType: body.cutAt === undefined ? contentType : 'text/plain' };
  const { text, envelope } = withoutCredentials(read, credentials);
  const advice = [`The API answered ${statusLine(status)}.`, adviceFor(status, operation.method, seconds)];
  const lines = [advice.join(' ').trimEnd(), body.bytes.length > 0 ? text : ''];
  if (body.cutAt !== undefined) lines.push(`[Cut here: the answer is longer than ${body.cutAt} bytes.]`);
  const result: CallResult = {
    content: [{ type: 'text', text: lines.filter((line) => line !== '').join('\n') }],
    structuredContent: {
      status,
      ...(seconds !== undefined && { retry_after_seconds: seconds }),
      ...(envelope !== undefined && { body: envelope }),
    },
    isError: true,
  };
  const isRefusal = (status === 401 || status === 403) && !isLimited(status, headers);
  if (!isRefusal) return { result, reason: 'error_status' };
  const refusal = new UpstreamRefusal({ status, operation, challenge: headers.get('www-authenticate') });
  return { result: withRefusal(result, refusal), reason: 'error_status' };
}

/** JSON can write a credential in many ways, such as `\u002B` for a plus: it is looked for in what they all mean, too. */
function withoutCredentials(
  { said, contentType }: { readonly said: string; readonly contentType: string },
  credentials: Credentials | undefined,
): { readonly text: string; readonly envelope: unknown } {
  const text = withoutSecrets(said, credentials);
  const envelope = parsed(text, contentType);
  if (!credentials || envelope === undefined) return { text, envelope };
  const written = JSON.stringify(envelope);
  const clean = withoutSecrets(written, credentials);
  return clean === written ? { text, envelope } : { text: clean, envelope: parsed(clean, contentType) };
}

function adviceFor(status: number, method: string, seconds: number | undefined): string {
  // Nobody sleeps here: the host would give the call up meanwhile, and the agent has other things to do.
  if (seconds !== undefined) return `Call again in ${seconds} seconds, not before.`;
  if (status === 429) return 'Too many calls: wait a while before the next.';
  if (status === 401) return 'It does not know this caller, or no longer. Calling again changes nothing.';
  if (status === 403) return 'This caller may not do that. Calling again changes nothing.';
  if (status < 500) return '';
  return isSafe(method)
    ? 'The fault is its own: try again later.'
    : 'It may have acted all the same: look before you call again.';
}
