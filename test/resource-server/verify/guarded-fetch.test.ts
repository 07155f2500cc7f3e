/** The limits of reading another server's document (RFC 8414 §6.2). */
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from '@jest/globals';
import { fetchDocument } from '../../../packages/resource-server/src/verify/guarded-fetch.ts';

let server: Server | undefined;

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/document`;
}
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

it('ends an answer that never ends', async () => {
  const controller = new AbortController();
  const url = await serve((_, response) => {
    response.write('{');
    controller.abort();
  });
  await expect(fetchDocument(url, { fetch, signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' });
});

it('stops reading where the limit is passed, however long the answer goes on', async () => {
  let sent = 0;
  const url = await serve((_, response) => {
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(64 * 1024))) sent += 1;
    };
    response.on('drain', more);
    more();
  });
  const { signal } = new AbortController();
  await expect(fetchDocument(url, { fetch, signal })).rejects.toThrow('longer than');
  expect(sent).toBeLessThan(1000);
});

it('repeats nothing of an answer that is no JSON', async () => {
  const url = await serve((_, response) => response.end('opaque-secret'));
  const { signal } = new AbortController();
  const failure = await fetchDocument(url, { fetch, signal }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ message: `${url}: answered with what is no JSON` });
  expect(failure).not.toHaveProperty('cause');
});

it('follows no redirect', async () => {
  const asked: (string | undefined)[] = [];
  const url = await serve((request, response) => {
    asked.push(request.url);
    response.writeHead(301, { location: '/elsewhere' }).end();
  });
  const { signal } = new AbortController();
  await expect(fetchDocument(url, { fetch, signal })).rejects.toThrow('answered 301');
  expect(asked).toEqual(['/document']);
});

it.each(['http://keys.example/jwks', 'file:///etc/passwd', 'data:application/json,{}', 'no url'])(
  'never asks for %s',
  async (url) => {
    const asked: unknown[] = [];
    const { signal } = new AbortController();
    const refusing = (async (input: unknown) => {
      asked.push(input);
      return new Response('{}');
    }) as typeof fetch;
    await expect(fetchDocument(url, { fetch: refusing, signal })).rejects.toThrow('only https');
    expect(asked).toEqual([]);
  },
);
