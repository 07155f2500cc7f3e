/** The guard on real sockets: what it refuses is not even connected to, and what it judged is what it connects to. */
import { once } from 'node:events';
import type { LookupAddress } from 'node:dns';
import { Agent, createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import { createServer, type AddressInfo, type LookupFunction, type Server } from 'node:net';
import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  fetchThrough,
  guardedFetch,
  guardedLookup,
} from '../../../packages/authorization-server/src/fetching/guarded-fetch.ts';
import { startAuthorizationServer } from '../../support/authorization-server.ts';
import { authorizationRequest } from '../../support/oauth-client.ts';

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
const trap = () => listening(createServer((socket) => socket.destroy()));

/** A resolver that gives one answer after the other, the last one again and again. */
function resolver(...answers: string[][]) {
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

const serve = (listener: RequestListener) =>
  listening(createHttpsServer({ ...tls, pskCallback: () => shared.psk }, listener));

function fetchWith(lookup: LookupFunction): typeof globalThis.fetch {
  const agent = new Agent({ ...tls, lookup, pskCallback: () => shared, checkServerIdentity: () => undefined });
  return fetchThrough(agent);
}

/** As if loopback were the internet. */
const allowingLoopback = ({ resolve }: { resolve: Resolve }) =>
  fetchWith(guardedLookup(resolve, (address) => address !== '127.0.0.1'));

describe('AS-12: the guard', () => {
  it.each([
    'https://localhost:PORT/x',
    'https://127.0.0.1:PORT/x',
    'https://127.1:PORT/x',
    'https://2130706433:PORT/x',
    'https://0x7f.0.0.1:PORT/x',
    'https://0.0.0.0:PORT/x',
    'https://[::1]:PORT/x',
    'https://[::ffff:127.0.0.1]:PORT/x',
    'https://[::ffff:7f00:1]:PORT/x',
    'http://localhost:PORT/x',
    'http://127.0.0.1:PORT/x',
  ])('makes no connection for %s', async (url) => {
    const { port, connections } = await trap();
    await expect(guardedFetch(url.replace('PORT', String(port)))).rejects.toThrow(
      /query\w+ E[A-Z]+ localhost|special-use address|an address is not fetched|only https/,
    );
    expect(connections()).toBe(0);
  });

  it.each([
    [['127.0.0.1']],
    [['::ffff:127.0.0.1']],
    [['8.8.8.8', '127.0.0.1']],
    [['127.0.0.1', '8.8.8.8']],
    [['10.0.0.1']],
    [['fd00::1']],
    [[]],
  ])('makes no connection for a name that leads to %j', async (addresses) => {
    const { port, connections } = await trap();
    const { resolve } = resolver(addresses);
    await expect(fetchWith(guardedLookup(resolve))(`https://inside.example.com:${port}/x`)).rejects.toThrow(
      'special-use',
    );
    expect(connections()).toBe(0);
  });

  it('asks for a name once and connects to the answer it judged, whatever the name says next', async () => {
    const { port, connections } = await serve((_request, response) => response.end('judged'));
    const turning = resolver(['127.0.0.1'], ['127.0.0.2']);
    const fetchIt = allowingLoopback(turning);
    const url = `https://rebound.example.com:${port}/x`;
    expect(await (await fetchIt(url)).text()).toBe('judged');
    expect(turning.asked).toEqual(['rebound.example.com']);
    await expect(fetchIt(url)).rejects.toThrow('special-use');
    expect([turning.asked.length, connections()]).toEqual([2, 1]);
  });

  it('lets the authorization server refuse a client whose name leads inside, without a connection', async () => {
    const { port, connections } = await trap();
    const fetchIt = fetchWith(guardedLookup(resolver(['127.0.0.1']).resolve));
    const server = await startAuthorizationServer('https://orders.example.com/mcp', { fetch: fetchIt });
    const { url } = authorizationRequest(server.issuer, `https://inside.example.com:${port}/client.json`);
    const response = await fetch(url, { redirect: 'manual' });
    expect(response.status).toBe(400);
    expect(await response.text()).not.toMatch(/special-use|127\.0\.0\.1/);
    expect(connections()).toBe(0);
    await server.close();
  });
});

describe('a guarded fetch', () => {
  const { resolve } = resolver(['127.0.0.1']);

  it('gives the headers and the body of an answer', async () => {
    const { port } = await serve((request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ asked: request.url, accept: request.headers.accept, agent: request.headers['user-agent'] }),
      );
    });
    const answer = await allowingLoopback({ resolve })(`https://host.example.com:${port}/x`, {
      headers: { accept: 'application/json' },
    });
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await answer.json()).toEqual({ asked: '/x', accept: 'application/json' });
  });

  it.each([301, 302, 307, 204, 304, 404, 500])('rejects status %d, and follows nothing', async (status) => {
    const { port, connections } = await serve((_request, response) =>
      response.writeHead(status, { location: '/elsewhere' }).end(),
    );
    await expect(allowingLoopback({ resolve })(`https://host.example.com:${port}/x`)).rejects.toThrow(
      `answered ${status}`,
    );
    expect(connections()).toBe(1);
  });

  it('rejects the offer to go on in another protocol, instead of waiting for good', async () => {
    const { port } = await serve((request) => {
      request.socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: other\r\n\r\n');
    });
    await expect(allowingLoopback({ resolve })(`https://host.example.com:${port}/x`)).rejects.toThrow(
      'without an answer',
    );
  });

  it('ends an answer that never ends when its signal says so', async () => {
    const controller = new AbortController();
    const { port } = await serve((_request, response) => void response.write('{'));
    const answer = await allowingLoopback({ resolve })(`https://host.example.com:${port}/x`, {
      signal: controller.signal,
    });
    controller.abort();
    await expect(answer.text()).rejects.toThrow(/abort/i);
  });

  it('believes no certificate that is not signed for the name', async () => {
    const { port } = await serve((_request, response) => response.end('x'));
    const plain = fetchThrough(new Agent({ lookup: guardedLookup(resolve, () => false) }));
    await expect(plain(`https://host.example.com:${port}/x`)).rejects.toThrow(/handshake|alert/i);
  });
});
