/** Stands between everyone and a server, changes nothing, and keeps what crossed: both heads and both bodies. */
import { once } from 'node:events';
import { createServer, request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface Exchange {
  readonly method: string;
  /** As it came, query included. */
  readonly target: string;
  readonly requestHeaders: IncomingHttpHeaders;
  readonly requestBody: string;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface WireTap {
  readonly exchanges: readonly Exchange[];
  close(): Promise<void>;
}

/** Listens on `port` of localhost and passes on to `to`. */
export async function tapWire(port: number, to: number): Promise<WireTap> {
  const exchanges: Exchange[] = [];
  const server = createServer(async (incoming, response) => {
    const { method = '', url: target = '/', headers: requestHeaders } = incoming;
    const sent = await buffer(incoming);
    const answer = await passOn({ method, path: target, headers: requestHeaders, port: to }, sent);
    const { statusCode: status = 0, headers } = answer;
    const body = await buffer(answer);
    const texts = { requestBody: sent.toString(), body: body.toString() };
    exchanges.push({ method, target, requestHeaders, status, headers, ...texts });
    const { 'transfer-encoding': _coding, 'content-length': _length, ...kept } = headers;
    response.writeHead(status, kept).end(body);
  });
  server.listen(port, 'localhost');
  await once(server, 'listening');
  return {
    exchanges,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

interface Head {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly port: number;
}

async function passOn(head: Head, body: Buffer): Promise<IncomingMessage> {
  const { 'transfer-encoding': _coding, ...headers } = head.headers;
  const outgoing = request({ host: '127.0.0.1', ...head, headers });
  outgoing.end(body);
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  return answer;
}
