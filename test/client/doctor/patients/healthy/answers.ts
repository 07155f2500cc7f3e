/** How the servers of the test set answer: a web-standard handler behind node:http (WHATWG Fetch). */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { listenerOf } from '../../../../support/web-listener.ts';
import type { Certificate } from './certificates.ts';

export type Handler = (request: Request) => Promise<Response>;

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  Response.json(body, { status, headers: { 'cache-control': 'no-store', ...headers } });

export const text = (body: string, status = 200): Response => new Response(body, { status });

/** A page, as a single-page application or a gateway puts it in the place of an answer. */
export const html = (status = 200): Response =>
  new Response('<!doctype html><html lang="en"><title>Orders</title><div id="root"></div></html>', {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
  });

export interface Listening {
  readonly origin: string;
  /** Until then, nothing is answered. */
  answer(handler: Handler): void;
  close(): Promise<void>;
}

/** A port on this machine; with a certificate, at an address on the internet of the tests. */
export async function listening(host = '127.0.0.1', certificate?: Certificate): Promise<Listening> {
  const server = certificate ? createSecureServer(certificate) : createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  let closed: Promise<void> | undefined;
  async function close(): Promise<void> {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }
  const { port } = server.address() as AddressInfo;
  return {
    origin: `${certificate ? 'https' : 'http'}://${host}:${port}`,
    answer: (handler) => void server.on('request', listenerOf(handler)),
    close: () => (closed ??= close()),
  };
}
