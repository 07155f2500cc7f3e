/** What hono's context gives and takes, without what it makes anew for it: a Request's headers, and a Response for each header. */
import type { IncomingMessage } from 'node:http';
import type { Context } from 'hono';
import type { RequestHead } from '../request-head.ts';
import { headOf } from './incoming-message.ts';

/** Those of node's own message where there is one: a header that came twice is seen there, and nothing is copied. */
export function headersOf({ env, req }: Context): RequestHead['headers'] {
  const { incoming } = (env ?? {}) as { incoming?: IncomingMessage };
  return incoming?.rawHeaders === undefined ? req.raw.headers : headOf(incoming).headers;
}

/** On the answer itself; only one that can't be changed, such as a fetched one, needs the new one that hono makes. */
export function addHeader(context: Context, name: string, value: string): void {
  const isList = name === 'vary';
  try {
    if (isList) context.res.headers.append(name, value);
    else context.res.headers.set(name, value);
  } catch {
    context.header(name, value, { append: isList });
  }
}
