/** An API on a real socket that keeps every request, and answers as the test says. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface Recorded {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  /** Each header twice: its name, its value. */
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

export interface RecordingApi {
  readonly server: Server;
  readonly url: string;
  readonly recorded: Recorded[];
  /** How requests are answered from now on. */
  answer: RequestListener;
  close(): Promise<void>;
}

export async function startRecordingApi(): Promise<RecordingApi> {
  const recorded: Recorded[] = [];
  const server = createServer((request, response) => {
    const { method = '', url = '', headers, rawHeaders } = request;
    void buffer(request).then(
      (body) => {
        recorded.push({ method, url, headers, rawHeaders, body: body.toString('latin1') });
        return api.answer(request, response);
      },
      () => {},
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const api: RecordingApi = {
    server,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    recorded,
    answer: (_request, response) => {
      response.setHeader('content-type', 'application/json').end('{"ok":true}');
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return api;
}

/** A document with these paths, and nothing else. */
export const documentOf = (paths: object) => ({ openapi: '3.1.0', info: { title: 'Orders', version: '1' }, paths });
