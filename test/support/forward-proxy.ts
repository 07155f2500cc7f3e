/** A proxy as companies have it: whatever name it is asked to lead to, it leads to this machine (RFC 9110 §9.3.6). */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export interface ForwardProxy {
  readonly origin: string;
  /** Where it was asked to lead, and what it was shown. */
  readonly asked: { readonly to: string; readonly authorization: string | undefined }[];
  close(): Promise<void>;
}

/** With a status other than 200 it leads nowhere. */
export async function startForwardProxy({ status = 200 }: { readonly status?: number } = {}): Promise<ForwardProxy> {
  const asked: ForwardProxy['asked'] = [];
  const sockets = new Set<Socket>();
  const server = createServer((_request, response) => response.writeHead(501).end());
  server.on('connect', ({ url: to = '', headers }, socket: Socket) => {
    asked.push({ to, authorization: headers['proxy-authorization'] });
    socket.on('error', () => undefined);
    sockets.add(socket);
    if (status !== 200) return void socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const target = connect(Number(to.split(':').at(-1)), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.pipe(socket).pipe(target);
    });
    target.on('error', () => socket.destroy());
    sockets.add(target);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async close() {
      for (const each of sockets) each.destroy();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
