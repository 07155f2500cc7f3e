/** The internet as the guard meets it, on this machine: servers with TLS, and resolvers that say what a test wants. */
import { once } from 'node:events';
import type { LookupAddress } from 'node:dns';
import { Agent, createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import { createServer, type AddressInfo, type LookupFunction, type Server } from 'node:net';
import type { RequestListener } from 'node:http';
import { afterEach } from '@jest/globals';
import { guardedLookup } from '@granthouse/network';
import { fetchThrough } from '../../../packages/authorization-server/src/fetching/guarded-fetch.ts';

type Resolve = Parameters<typeof guardedLookup>[0];

const closing: Array<() => void> = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function listening(server: Server | HttpsServer): Promise<{ port: number; connections: () => number }> {
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}

/** Whatever connects is cut off: a guard that connects first is seen by the count. */
export const trap = () => listening(createServer((socket) => socket.destroy()));

/** A resolver that gives one answer after the other, the last one again and again. */
export function resolver(...answers: string[][]) {
  const asked: string[] = [];
  const resolve = (hostname: string, callback: (error: null, found: LookupAddress[]) => void) => {
    asked.push(hostname);
    const addresses = (answers.length > 1 ? answers.shift() : answers[0]) ?? [];
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return { asked, resolve: resolve as unknown as Resolve };
}

/** TLS by a shared key, so that no certificate is needed. */
const shared = { psk: Buffer.alloc(32, 7), identity: 'test' };
const tls = { ciphers: 'PSK', maxVersion: 'TLSv1.2' as const };

export const serve = (listener: RequestListener) =>
  listening(createHttpsServer({ ...tls, pskCallback: () => shared.psk }, listener));

export function fetchWith(lookup: LookupFunction): typeof globalThis.fetch {
  const agent = new Agent({ ...tls, lookup, pskCallback: () => shared, checkServerIdentity: () => undefined });
  return fetchThrough(agent);
}

/** As if loopback were the internet. */
export const allowingLoopback = ({ resolve }: { resolve: Resolve }) =>
  fetchWith(guardedLookup(resolve, (address) => address !== '127.0.0.1'));
