/** Where the browser comes back to on a person's own machine: on loopback alone, under a random port (RFC 8252 §7.3, §8.3). */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LoopbackCallback {
  readonly redirectUri: string;
  /** The address that the browser is sent to with this state; others are told so, and end nothing. */
  answerTo(state: string, signal?: AbortSignal): Promise<URL>;
  close(): void;
}

export async function loopbackCallback({ port = 0 }: { readonly port?: number } = {}): Promise<LoopbackCallback> {
  const awaited = new Map<string, (answer: URL) => void>();
  const server = createServer((request, response) => receive(request, response, awaited));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    redirectUri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`,
    answerTo: (state, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
        awaited.set(state, resolve);
      }),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function receive(request: IncomingMessage, response: ServerResponse, awaited: Map<string, (answer: URL) => void>) {
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`);
  const state = url.searchParams.get('state') ?? '';
  const resolve = request.method === 'GET' && url.pathname === '/callback' ? awaited.get(state) : undefined;
  response.writeHead(resolve ? 200 : 404, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end(resolve ? 'Thank you. You can close this window.' : 'No sign-in is waiting here.');
  if (!resolve) return;
  awaited.delete(state);
  response.once('close', () => resolve(url));
}
