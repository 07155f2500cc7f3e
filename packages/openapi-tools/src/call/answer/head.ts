/** Answers without a body, in words (RFC 9110 §9.3.2, §15.3.5). */
import { STATUS_CODES } from 'node:http';
import type { Credentials } from '../../options/calls.ts';
import type { CallResult } from '../result.ts';
import { withoutSecrets } from '../secrets.ts';

/** `404 Not Found` */
export const statusLine = (status: number): string => `${status} ${STATUS_CODES[status] ?? ''}`.trimEnd();

/** Cookies belong to a browser, challenges to who holds credentials. */
const notForAgents =
  /^(?:set-cookie|www-authenticate|proxy-authenticate|authentication-info|connection|keep-alive|date)$/u;
const mostHeaders = 50;

/** What a HEAD is asked for. */
export function describeHead({ status, headers }: Response): CallResult {
  const told = [...headers].filter(([name]) => !notForAgents.test(name)).slice(0, mostHeaders);
  const lines = told.map(([name, value]) => `${name}: ${value}`);
  return {
    content: [{ type: 'text', text: [`The API answered ${statusLine(status)}.`, ...lines].join('\n') }],
    structuredContent: { status, headers: Object.fromEntries(told) },
  };
}

export function withoutBody({ status, headers }: Response, credentials: Credentials | undefined): string {
  const location = headers.get('location');
  const where = location === null ? '' : ` What it made or is about is at ${withoutSecrets(location, credentials)}.`;
  return `The API answered ${statusLine(status)}: it took the call and has nothing more to say.${where}`;
}
