/** Where the browser comes back to on a person's own machine: one request, on loopback, under a random port (RFC 8252 §7.3). */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LoopbackCallback {
  readonly redirectUri: string;
  /** Resolves with the address that the browser was sent to. */
  readonly answer: Promise<URL>;
  close(): void;
}

export async function loopbackCallback(): Promise<LoopbackCallback> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const redirectUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`;
  const answer = new Promise<URL>((resolve) => {
    server.on('request', (request, response) => {
      const url = new URL(request.url ?? '/', redirectUri);
      const isAnswer = request.method === 'GET' && url.pathname === '/callback';
      response.writeHead(isAnswer ? 200 : 404, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
      response.end(isAnswer ? 'Signed in. You can close this window.' : 'Nothing is here.');
      if (isAnswer) resolve(url);
    });
  });
  return { redirectUri, answer, close: () => server.close() };
}
