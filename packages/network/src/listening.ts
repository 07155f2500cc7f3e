/** A node server that stops well: open requests are finished, idle connections closed, the port is free afterwards. */
import { createServer, type RequestListener, type Server } from 'node:http';

/** Milliseconds that open requests get when the server closes. */
const grace = 10_000;

/** Milliseconds that a sender may take: a request that comes byte by byte holds a connection, which there are only so many of. */
const patience = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 5000 };

interface Address {
  readonly port: number;
  readonly host: string;
  readonly patience?: typeof patience;
}

export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** `localhost` means both loopback families, because clients pick either; any other host is one address. */
export async function listenOn(listener: RequestListener, address: Address): Promise<Listening> {
  if (address.host !== 'localhost') return started(listener, address);
  const first = await started(listener, { ...address, host: '127.0.0.1' });
  try {
    const second = await started(listener, { ...address, port: first.port, host: '::1' });
    return { port: first.port, close: async () => void (await Promise.all([first.close(), second.close()])) };
  } catch (error) {
    if (isWithoutFamily(error)) return first;
    await first.close();
    throw error;
  }
}

const isWithoutFamily = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT');

async function started(
  listener: RequestListener,
  { port, host, patience: own = patience }: Address,
): Promise<Listening> {
  const server = createServer(own, listener);
  // Once it stops, a connection ends with its last answer, instead of waiting for a request that won't be taken.
  server.on('request', (_request, response) => {
    response.once('close', () => server.listening || server.closeIdleConnections());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host }, resolve);
  });
  const bound = server.address();
  return { port: typeof bound === 'object' && bound ? bound.port : port, close: () => closed(server) };
}

async function closed(server: Server): Promise<void> {
  const impatient = setTimeout(() => server.closeAllConnections(), grace);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(impatient);
}
