/** Servers on this machine that answer as a test says, whole or byte by byte, and end with it. */
import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach } from '@jest/globals';

const closing: Array<() => void> = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function origin(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export function httpServer(listener: RequestListener): Promise<string> {
  const server = createHttpServer(listener);
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return origin(server);
}

/** Speaks once something was asked. */
export function rawServer(speak: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).once('data', () => speak(socket));
  });
  closing.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return origin(server);
}

/** Says it again and again, as fast as it is read, until the other side leaves. */
export function pourInto(response: ServerResponse | Socket, text: string | Uint8Array): void {
  const more = () => {
    while (!response.destroyed && response.write(text));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
}

/** Says one thing after the other without an end. */
export function dripInto(response: ServerResponse | Socket, text: string, every = 10): void {
  const timer = setInterval(() => response.write(text), every);
  response.once('close', () => clearInterval(timer));
}
