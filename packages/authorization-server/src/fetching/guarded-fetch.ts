/**
 * Fetches from the internet and from nowhere else (CIMD, security considerations): the very answer of the resolver that
 * was judged is connected to, so a name can't change its address between the check and the connection, and no
 * connection to a refused address is even begun.
 */
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { isIP } from 'node:net';
import { Readable } from 'node:stream';
import { guardedLookup, nameQueries, unbracketed } from '@granthouse/network';

/** GET over https alone, without redirects; of whatever isn't answered with status 200, the status is all that is read. */
export function fetchThrough(agent: Agent): typeof globalThis.fetch {
  return (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.protocol !== 'https:') return Promise.reject(new Error('only https is fetched'));
    // No name, no lookup: node connects to an address as it is.
    if (isIP(unbracketed(url)) !== 0) return Promise.reject(new Error('an address is not fetched'));
    const headers = Object.fromEntries(new Headers(init.headers));
    return new Promise((resolve, reject) => {
      const { signal } = init;
      request(url, { agent, headers, ...(signal ? { signal } : {}) }, (response) => {
        resolve(response.statusCode === 200 ? answered(response) : refused(response));
      })
        .on('error', reject)
        // An answer with status 101 ends the request without a word, and no signal ends it any more (RFC 9110 §15.2.2).
        .on('close', () => reject(new Error('ended without an answer')))
        .end();
    });
  };
}

/** One connection for each fetch: none is kept that a changed name could be reached by. */
export const guardedFetch = fetchThrough(new Agent({ keepAlive: false, lookup: guardedLookup(nameQueries()) }));

/** A response can say nothing but 200 to 599; all others are the other side's nonsense. */
function refused(response: IncomingMessage): Response {
  response.destroy();
  const { statusCode: status = 0 } = response;
  return new Response(null, { status: status >= 200 && status <= 599 ? status : 502 });
}

function answered(response: IncomingMessage): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(response.headersDistinct)) {
    for (const one of value ?? []) headers.append(name, one);
  }
  return new Response(Readable.toWeb(response) as ReadableStream<Uint8Array>, { headers });
}
