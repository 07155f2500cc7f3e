/** Where the browser comes back to on a person's own machine: on loopback alone, under a random port (RFC 8252 §7.3, §8.3). */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ClientError } from '../client-error.ts';
import { callbackHeaders, callbackPage } from './callback-page.ts';

export interface LoopbackCallback {
  readonly redirectUri: string;
  /** The address that the browser is sent to with this state; any other request is told so, and ends nothing. */
  answerTo(state: string, signal?: AbortSignal): Promise<URL>;
  /**
   * An address of this machine that leads to `url`, once. It is for the arguments of a browser, which every user of the
   * machine can read: whoever has `url` has its state and its challenge, and could bring a code of their own account here
   * (PKCE protects the code that is asked for, not from another one). Who takes it first is seen to have taken it.
   */
  startOf(url: URL): URL;
  close(): void;
}

/** In the place of a state: whoever wants to see what comes with none, or with one that nobody waits for. */
export const anyState = '';

type Waiting = Map<string, (answer: URL) => void>;

/** By path; undefined where the browser has gone. */
type Starts = Map<string, URL | undefined>;

/** Throws ClientError `not_allowed` for a port that somebody else has. */
export async function loopbackCallback({ port = 0 }: { readonly port?: number } = {}): Promise<LoopbackCallback> {
  const waiting: Waiting = new Map();
  const starts: Starts = new Map();
  const server = createServer((request, response) => receive(request, response, { redirectUri, waiting, starts }));
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
    startOf(url) {
      const path = `/start/${randomBytes(16).toString('base64url')}`;
      starts.set(path, url);
      return new URL(path, redirectUri);
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
  readonly starts: Starts;
}

function receive({ method, url = '', headers }: IncomingMessage, response: ServerResponse, place: Place): void {
  const { host, pathname } = new URL(place.redirectUri);
  // A name that leads to this machine is not this machine (RFC 8252 §8.3).
  const answer =
    method === 'GET' && headers.host === host && url.startsWith('/') ? new URL(`http://${host}${url}`) : undefined;
  if (answer && place.starts.has(answer.pathname)) return lead(answer.pathname, response, place);
  const isOurs = answer?.pathname === pathname;
  const take = isOurs ? waiterFor(answer.searchParams, place) : undefined;
  const what = answer?.searchParams.has('error') ? 'refused' : 'came';
  response.writeHead(take ? 200 : 404, callbackHeaders);
  response.end(callbackPage(take ? what : 'nothing'));
  // The page first: whoever waits may end this server at once.
  if (answer && take) response.once('close', () => take(answer));
}

function lead(path: string, response: ServerResponse, { starts }: Place): void {
  const url = starts.get(path);
  starts.set(path, undefined);
  response.writeHead(url ? 302 : 410, { ...callbackHeaders, ...(url && { location: url.href }) });
  response.end(url ? '' : callbackPage('used'));
}

function waiterFor(answer: URLSearchParams, { waiting }: Place): ((answer: URL) => void) | undefined {
  const isAnswer = answer.has('code') || answer.has('error');
  return waiting.get(answer.get('state') ?? '') ?? (isAnswer ? waiting.get(anyState) : undefined);
}
