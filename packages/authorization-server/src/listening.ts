/** A node server that stops well: open requests are finished, idle connections closed, the port is free afterwards. */
import { createServer, type RequestListener, type Server } from 'node:http';

/** Milliseconds that open requests get when the server closes. */
const grace = 10_000;

export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** `localhost` means both loopback families, because clients pick either; any other host is one address. */
export async function listenOn(
  listener: RequestListener,
  { port, host }: { port: number; host: string },
): Promise<Listening> {
  if (host !== 'localhost') return started(listener, { port, host });
  const first = await started(listener, { port, host: '127.0.0.1' });
  try {
    const second = await started(listener, { port: first.port, host: '::1' });
    return { port: first.port, close: async () => void (await Promise.all([first.close(), second.close()])) };
  } catch (error) {
    if (isWithoutFamily(error)) return first;
    await first.close();
    throw error;
  }
}

const isWithoutFamily = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT');

async function started(listener: RequestListener, address: { port: number; host: string }): Promise<Listening> {
  const server = createServer(listener);
  // Once it stops, a connection ends with its last answer, instead of waiting for a request that won't be taken.
  server.on('request', (_request, response) => {
    response.once('close', () => server.listening || server.closeIdleConnections());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, resolve);
  });
  const bound = server.address();
  return { port: typeof bound === 'object' && bound ? bound.port : address.port, close: () => closed(server) };
}

async function closed(server: Server): Promise<void> {
  const impatient = setTimeout(() => server.closeAllConnections(), grace);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(impatient);
}
