/** Answers that are made to hurt whoever reads them, from real servers: each is refused in bounded time, and in bounded memory. */
import { gzipSync } from 'node:zlib';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { fetchJson, Unreached } from '../../../packages/authorization-server/src/fetching/fetch-json.ts';
import { allowingLoopback, resolver, serve } from './local-internet.ts';

const { resolve } = resolver(['127.0.0.1']);
const json = { 'content-type': 'application/json' };
const mostBytes = 5 * 1024;

async function read(listener: RequestListener, timeLimit = 5000) {
  const { port } = await serve(listener);
  const url = `https://host.example.com:${port}/client.json`;
  return fetchJson(url, { fetch: allowingLoopback({ resolve }), mostBytes, timeLimit });
}

const failure = (listener: RequestListener, timeLimit?: number) =>
  read(listener, timeLimit).then(
    () => undefined,
    (error: unknown) => error as Error,
  );

/** A document of exactly so many bytes. */
const sized = (bytes: number) => JSON.stringify({ x: 'x'.repeat(bytes - '{"x":""}'.length) });

describe('AS-12: an answer', () => {
  it('of five kilobytes is read, whatever its head says of its length', async () => {
    const { size } = await read((_request, response) => void response.writeHead(200, json).end(sized(mostBytes)));
    expect(size).toBe(mostBytes);
  });

  it.each<[string, RequestListener]>([
    ['one byte more', (_request, response) => void response.writeHead(200, json).end(sized(mostBytes + 1))],
    [
      'no end',
      (_request, response) => {
        response.writeHead(200, json);
        const more = () => void (!response.destroyed && response.write('x'.repeat(16_384), () => setImmediate(more)));
        more();
      },
    ],
  ])('with %s is refused', async (_title, listener) => {
    const error = await failure(listener);
    expect(error?.message).toBe(`is longer than ${mostBytes} bytes`);
    expect(error).not.toBeInstanceOf(Unreached);
  });

  it('that was compressed without being asked for is not unpacked', async () => {
    let asked: string | undefined;
    const bomb = gzipSync(Buffer.alloc(50_000_000, ' '), { level: 9 });
    const error = await failure((request, response) => {
      asked = request.headers['accept-encoding'];
      response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(bomb);
    });
    expect(asked).toBe('identity');
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(Unreached);
  });

  it('that a fetch of the operator’s own unpacks is counted as it is unpacked', async () => {
    const server = createServer((_request, response) => {
      response
        .writeHead(200, { ...json, 'content-encoding': 'gzip' })
        .end(gzipSync(`{"x":"${' '.repeat(1_000_000)}"}`));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await expect(fetchJson(url, { fetch, mostBytes })).rejects.toThrow(`is longer than ${mostBytes} bytes`);
    server.closeAllConnections();
    server.close();
  });

  it.each<[string, RequestListener]>([
    ['never begins', () => {}],
    ['never goes on after its head', (_request, response) => void response.writeHead(200, json).write('{')],
    [
      'comes byte by byte',
      (_request, response) => {
        response.writeHead(200, json);
        const timer = setInterval(() => response.write(' '), 10);
        response.on('close', () => clearInterval(timer));
      },
    ],
    [
      'breaks off',
      (_request, response) => {
        response.writeHead(200, { ...json, 'content-length': 100 }).write('{');
        setImmediate(() => response.destroy());
      },
    ],
    ['has a head without an end', (request) => void request.socket.write('HTTP/1.1 200 OK\r\nx: ')],
    [
      'has a head that is too long',
      (request) => void request.socket.write(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(99_999)}`),
    ],
    ['is no HTTP', (request) => void request.socket.end('SSH-2.0-OpenSSH_9.7\r\n')],
  ])('that %s counts as none, in bounded time', async (_title, listener) => {
    expect(await failure(listener, 200)).toBeInstanceOf(Unreached);
  });

  it.each<[string, Record<string, string>]>([
    ['no type', {}],
    ['text', { 'content-type': 'text/plain' }],
    ['a page', { 'content-type': 'text/html; charset=utf-8' }],
    ['JSON by its name alone', { 'content-type': 'text/json' }],
    ['a script', { 'content-type': 'application/javascript' }],
    ['JSON and more', { 'content-type': 'application/jsonx' }],
  ])('served as %s is refused', async (_title, headers) => {
    const error = await failure((_request, response) => void response.writeHead(200, headers).end('{}'));
    expect(error?.message).toBe('is not served as JSON');
  });

  it.each(['application/json', 'Application/JSON; charset=utf-8', 'application/client-metadata+json'])(
    'served as %s is read',
    async (type) => {
      const answer = await read(
        (_request, response) => void response.writeHead(200, { 'content-type': type }).end('{}'),
      );
      expect(answer.value).toEqual({});
    },
  );

  it('that is not UTF-8 is refused', async () => {
    const latin = Buffer.from('{"x":"\xe9"}', 'latin1');
    const error = await failure((_request, response) => void response.writeHead(200, json).end(latin));
    expect(error?.message).toMatch(/utf-8/i);
  });
});
