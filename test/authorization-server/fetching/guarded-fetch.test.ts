/** The guard on real sockets: what it refuses is not even connected to, and what it judged is what it connects to. */
import { guardedLookup } from '@granthouse/network';
import { Agent } from 'node:https';
import { describe, expect, it } from '@jest/globals';
import { fetchThrough, guardedFetch } from '../../../packages/authorization-server/src/fetching/guarded-fetch.ts';
import { startAuthorizationServer } from '../../support/authorization-server.ts';
import { clientKey } from '../../support/client-assertion.ts';
import { expectError } from '../../support/expect-error.ts';
import { documentAt } from '../../support/metadata-document.ts';
import { authorizationRequest, refresh } from '../../support/oauth-client.ts';
import { allowingLoopback, fetchWith, resolver, serve, trap } from './local-internet.ts';

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

  it('looks at the names of keys as at those of documents', async () => {
    const { port: inside, connections } = await trap();
    const key = await clientKey();
    const { port } = await serve((request, response) => {
      const url = `https://${request.headers.host}${request.url}`;
      const keys = { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: `https://keys.example.com:${inside}/x` };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(documentAt(url, keys)));
    });
    const fetchIt: typeof globalThis.fetch = (input, init) => {
      const isKeys = new URL(input instanceof Request ? input.url : input).host.startsWith('keys.');
      return allowingLoopback(resolver(isKeys ? ['10.0.0.1'] : ['127.0.0.1']))(input, init);
    };
    const server = await startAuthorizationServer('https://orders.example.com/mcp', { fetch: fetchIt });
    const clientId = `https://host.example.com:${port}/client.json`;
    const proved = { refresh_token: 'x', ...(await key.prove(clientId, server.issuer)) };
    await expectError(await refresh(server.issuer, proved), 401, 'invalid_client');
    expect(server.logged.some((line) => line.includes('special-use'))).toBe(true);
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

  it.each([301, 302, 307, 204, 304, 404, 500])(
    'gives status %d and nothing more, and follows nothing',
    async (status) => {
      const { port, connections } = await serve((_request, response) =>
        response.writeHead(status, { location: '/elsewhere' }).end('{}'),
      );
      const answer = await allowingLoopback({ resolve })(`https://host.example.com:${port}/x`);
      expect([answer.status, answer.headers.get('location'), answer.body]).toEqual([status, null, null]);
      expect(connections()).toBe(1);
    },
  );

  it.each([600, 999])('takes status %d, which no response can have, for a failure', async (status) => {
    const { port } = await serve((_request, response) => response.writeHead(status).end());
    await expect(
      allowingLoopback({ resolve })(`https://host.example.com:${port}/x`).then((answer) => answer.status),
    ).resolves.toBe(502);
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
