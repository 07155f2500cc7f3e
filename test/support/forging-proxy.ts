/** Stands between a browser and a server, sends what an attacker would add to each request, and keeps every answer as it came. */
import { once } from 'node:events';
import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Forgery {
  readonly headers: Readonly<Record<string, string>>;
  /** Written in front of each target, which makes it absolute (RFC 9112 §3.2.2). */
  readonly targetPrefix?: string;
}

export interface Recorded {
  readonly method: string;
  readonly target: string;
  readonly status: number;
  readonly location: string | undefined;
  /** Status, headers and body. */
  readonly whole: string;
}

export interface ForgingProxy {
  /** Where to send requests. */
  readonly via: string;
  readonly recorded: Recorded[];
  close(): Promise<void>;
}

export async function startForgingProxy(port: number, forgery: Forgery): Promise<ForgingProxy> {
  const recorded: Recorded[] = [];
  const server = createServer(async (incoming, response) => {
    const target = incoming.url ?? '/';
    const answer = await forward(incoming, { port, forgery });
    const body = await text(answer);
    const { statusCode: status = 0, headers, rawHeaders } = answer;
    const method = incoming.method ?? '';
    recorded.push({
      method,
      target,
      status,
      location: headers.location,
      whole: `${status}\n${rawHeaders.join('\n')}\n${body}`,
    });
    const { 'transfer-encoding': _coding, 'content-length': _length, ...kept } = headers;
    response.writeHead(status, kept).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    via: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    recorded,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function forward(
  incoming: IncomingMessage,
  { port, forgery }: { port: number; forgery: Forgery },
): Promise<IncomingMessage> {
  const outgoing = request({
    host: '127.0.0.1',
    port,
    method: incoming.method,
    path: `${forgery.targetPrefix ?? ''}${incoming.url}`,
    headers: { ...incoming.headers, ...forgery.headers },
  });
  incoming.pipe(outgoing);
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  return answer;
}
