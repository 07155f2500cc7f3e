/** The proxy in front of the servers that the suite judges: it adds a token, and the rest goes through as it came. */
import { createServer, type IncomingMessage, request as sendRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { freePort } from '../support/free-port.ts';
import { startTokenProxy, type TokenProxy } from './token-proxy.ts';

let behind: Server;
let proxy: TokenProxy;
let port: number;
let seen: { rawHeaders: string[]; method?: string | undefined; url?: string | undefined; body: string };
let closed: Promise<unknown> | undefined;

beforeAll(async () => {
  behind = createServer(async (request, response) => {
    const { rawHeaders, method, url } = request;
    if (method === 'GET') {
      closed = once(response, 'close');
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      return;
    }
    const body = (await request.toArray()).join('');
    seen = { rawHeaders, method, url, body };
    response.writeHead(
      418,
      'Very Short',
      [
        ['X-Odd-Case', '1'],
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
      ].flat(),
    );
    response.end('answer');
  }).listen(0, '127.0.0.1');
  await once(behind, 'listening');
  port = await freePort();
  proxy = await startTokenProxy({ port, target: (behind.address() as AddressInfo).port, token: async () => 'secret' });
});
afterAll(async () => {
  await proxy.close();
  behind.closeAllConnections();
  behind.close();
});

async function send(method: string, headers: string[], body?: string): Promise<IncomingMessage> {
  const request = sendRequest({ host: '127.0.0.1', port, method, path: '/mcp?x=%2F', headers, setHost: false });
  request.end(body);
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  return answer;
}

it('adds the token as the last header and changes nothing else, Host and Origin least of all', async () => {
  const headers = ['Host', 'evil.example.com', 'ORIGIN', 'http://evil.example.com', 'Content-Length', '4'];
  const answer = await send('POST', headers, 'body');
  const connection = ['Connection', 'keep-alive'];
  const arrived = seen.rawHeaders.join('\n').replace(`\n${connection.join('\n')}`, '');
  expect(arrived).toBe([...headers, 'Authorization', 'Bearer secret'].join('\n'));
  expect(seen).toMatchObject({ method: 'POST', url: '/mcp?x=%2F', body: 'body' });
  expect([answer.statusCode, answer.statusMessage]).toEqual([418, 'Very Short']);
  expect(answer.rawHeaders.slice(0, 6)).toEqual(['X-Odd-Case', '1', 'Set-Cookie', 'a=1', 'Set-Cookie', 'b=2']);
  expect((await answer.toArray()).join('')).toBe('answer');
});

it('opens a stream that stays silent, and ends it behind when the client goes', async () => {
  const answer = await send('GET', ['Host', 'localhost']);
  expect(answer.headers['content-type']).toBe('text/event-stream');
  answer.destroy();
  await expect(closed).resolves.toBeDefined();
});
