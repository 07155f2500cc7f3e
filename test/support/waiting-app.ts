/** An app that waits for its answer at a real callback: it hears what comes by query or by form, and says so on a page (RFC 8252 §7.3). */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface WaitingApp {
  readonly callback: string;
  /** Every answer that came to a request with this state, in order. */
  answersTo(state: string): Answer[];
  close(): Promise<void>;
}

export interface Answer {
  readonly method: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The heading of the page that a person ends on. */
export const arrived = 'The app has its answer';

const page = `<!doctype html><html lang="en"><title>App</title><main><h1>${arrived}</h1></main></html>`;

export async function startWaitingApp(): Promise<WaitingApp> {
  const answers: Answer[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname !== '/callback') return void response.writeHead(404).end();
    const fields = request.method === 'POST' ? new URLSearchParams(await textOf(request)) : url.searchParams;
    answers.push({ method: request.method ?? '', fields: Object.fromEntries(fields) });
    return void response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(page);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    callback: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`,
    answersTo: (state) => answers.filter(({ fields }) => fields['state'] === state),
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
