/** A port that nothing listens on, and that nobody else is given meanwhile: an issuer must know its port before it listens. */
import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below those that systems hand out by themselves, so that no connection takes it before its server does. */
const [first, end] = [20_000, 32_000];

/** Milliseconds until its server listens, which may be a process that has yet to start. */
const patience = 60_000;

export async function freePort(): Promise<number> {
  const port = randomInt(first, end);
  // Of UDP: nothing else wants that, and it ends with this process.
  const reservation = createSocket('udp4').bind({ port, address: '127.0.0.1', exclusive: true });
  const server = createServer();
  try {
    await once(reservation, 'listening');
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch {
    reservation.close();
    return freePort();
  }
  server.close();
  await once(server, 'close');
  reservation.unref();
  setTimeout(() => reservation.close(), patience).unref();
  return port;
}
