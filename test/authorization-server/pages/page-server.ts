/** Serves every state of every page over HTTP with its real headers, so that a browser holds it to them. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pageHeaders } from '@granthouse/pages';
import { sheet, states } from './states.ts';

export interface PageServer {
  readonly origin: string;
  close(): Promise<void>;
}

export interface ServedPages {
  readonly states: ReadonlyArray<{ readonly name: string; readonly html: string }>;
  readonly sheet: { readonly path: string; readonly css: string };
  readonly script?: { readonly path: string; readonly source: string };
}

/** On a free port of 127.0.0.1; `/consent` is the state named consent. */
export async function servePages(
  { states: served, sheet: css, script }: ServedPages = { states, sheet },
): Promise<PageServer> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const state = served.find(({ name }) => path === `/${name}`);
    const headers = pageHeaders({ script: script !== undefined });
    if (path === css.path) response.writeHead(200, { 'Content-Type': 'text/css; charset=utf-8' }).end(css.css);
    else if (path === script?.path) response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script.source);
    else if (state) response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...headers }).end(state.html);
    else response.writeHead(path === '/favicon.ico' ? 204 : 404).end();
  });
  return { origin: await listen(server), close: () => closed(server) };
}

/** The origin by IPv4, also where `host` is both families. */
export async function listen(server: Server, host = '127.0.0.1'): Promise<string> {
  await new Promise<void>((resolve) => void server.listen(0, host, resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => void server.close(() => resolve()));
}
