/** Where the browser comes back to on a person's own machine: on loopback alone, under a random port (RFC 8252 §7.3, §8.3). */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ClientError } from '../client-error.ts';
import { callbackHeaders, callbackPage } from './callback-page.ts';

export interface LoopbackCallback {
  readonly redirectUri: string;
  /** The address that the browser is sent to with this state; any other request is told so, and ends nothing. */
  answerTo(state: string, signal?: AbortSignal): Promise<URL>;
  close(): void;
}

/** In the place of a state: whoever wants to see what comes with none, or with one that nobody waits for. */
export const anyState = '';

type Waiting = Map<string, (answer: URL) => void>;

/** Throws ClientError `not_allowed` for a port that somebody else has. */
export async function loopbackCallback({ port = 0 }: { readonly port?: number } = {}): Promise<LoopbackCallback> {
  const waiting: Waiting = new Map();
  const server = createServer((request, response) => receive(request, response, { redirectUri, waiting }));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening').catch((cause: unknown) => {
    throw new ClientError('not_allowed', `the port ${port} of this machine can't be listened on`, { cause });
  });
  const redirectUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`;
  return {
    redirectUri,
    async answerTo(state, signal) {
      signal?.throwIfAborted();
      const ended = new AbortController();
      try {
        return await new Promise<URL>((resolve, reject) => {
          waiting.set(state, resolve);
          signal?.addEventListener('abort', () => reject(signal.reason as Error), { signal: ended.signal });
        });
      } finally {
        ended.abort();
        waiting.delete(state);
      }
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

interface Place {
  readonly redirectUri: string;
  readonly waiting: Waiting;
}

function receive({ method, url = '', headers }: IncomingMessage, response: ServerResponse, place: Place): void {
  const { host, pathname } = new URL(place.redirectUri);
  // A name that leads to this machine is not this machine (RFC 8252 §8.3).
  const answer =
    method === 'GET' && headers.host === host && url.startsWith('/') ? new URL(`http://${host}${url}`) : undefined;
  const isOurs = answer?.pathname === pathname;
  const take = isOurs ? waiterFor(answer.searchParams, place) : undefined;
  const what = answer?.searchParams.has('error') ? 'refused' : 'came';
  response.writeHead(take ? 200 : 404, callbackHeaders);
  response.end(callbackPage(take ? what : 'nothing'));
  // The page first: whoever waits may end this server at once.
  if (answer && take) response.once('close', () => take(answer));
}

function waiterFor(answer: URLSearchParams, { waiting }: Place): ((answer: URL) => void) | undefined {
  const isAnswer = answer.has('code') || answer.has('error');
  return waiting.get(answer.get('state') ?? '') ?? (isAnswer ? waiting.get(anyState) : undefined);
}
