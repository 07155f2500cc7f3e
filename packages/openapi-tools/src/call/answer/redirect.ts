/** A redirect, told and never followed: where it leads, credentials and permissions were given for neither (RFC 9110 §15.4). */
import type { Credentials } from '../../options/calls.ts';
import { toolError } from '../result.ts';
import { withoutSecrets } from '../secrets.ts';
import type { Answer } from './answer.ts';
import { statusLine } from './head.ts';

export function redirectAnswer({ status, headers }: Response, credentials: Credentials | undefined): Answer {
  if (status === 304) {
    return {
      result: { content: [{ type: 'text', text: 'The API answered 304 Not Modified: what you have is current.' }] },
    };
  }
  const location = headers.get('location');
  const where =
    location === null
      ? ''
      : ` It points to ${withoutSecrets(location, credentials).slice(0, 2000)}, which is not followed.`;
  const text = `The API answered ${statusLine(status)}.${where}`;
  // After a 303 the call has been done; only what came of it is elsewhere (RFC 9110 §15.4.4).
  if (status === 303) return { result: { content: [{ type: 'text', text }] }, reason: 'redirected' };
  return { result: toolError(text), reason: 'redirected' };
}
