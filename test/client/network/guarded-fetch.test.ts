/** What the other side may do to whoever asks it: redirect, pour, drip, stay silent or lie about its name (CL-15). */
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import { guardedFetch, type GuardedFetchOptions } from '@granthouse/client';
import { readJson } from '../../../packages/client/src/network/read-json.ts';
import { dripInto, httpServer, pourInto, rawServer } from '../../support/hostile-server.ts';
import { trap } from '../../authorization-server/fetching/local-internet.ts';

const closing: Array<() => Promise<void>> = [];
afterAll(() => Promise.all(closing.map((close) => close())));

function own(options: GuardedFetchOptions = {}) {
  const { fetch, close } = guardedFetch({ besides: 'loopback', ...options });
  closing.push(close);
  return fetch;
}

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('CL-15: of status %i is an answer, and nothing is sent on', async (status) => {
    const elsewhere = await trap();
    const server = await httpServer((_request, response) =>
      response.writeHead(status, { location: `http://127.0.0.1:${elsewhere.port}/` }).end(),
    );
    // What a caller asks for changes nothing.
    const response = await own()(server, { headers: { 'x-api-key': 'k' }, redirect: 'follow' });
    expect([response.status, elsewhere.connections()]).toEqual([status, 0]);
  });
});

describe('an answer without an end', () => {
  it('CL-15: in bytes is left where it is too large', async () => {
    let leave: () => void;
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const server = await httpServer((_request, response) => {
      response.once('close', () => leave());
      pourInto(response.writeHead(200, { 'content-type': 'application/json' }), ' '.repeat(16_384));
    });
    const response = await own()(server);
    await expect(response.text()).rejects.toMatchObject({ code: 'too_large', details: { url: `${server}/` } });
    await left;
  });

  it('CL-15: that is small while it is packed is counted unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(8_388_608, ' '));
    const server = await httpServer((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    );
    await expect((await own()(server)).text()).rejects.toMatchObject({ code: 'too_large' });
  });

  it('CL-15: that unpacks to nothing is counted packed', async () => {
    const nothing = gzipSync('');
    const server = await httpServer((_request, response) =>
      pourInto(response.writeHead(200, { 'content-encoding': 'gzip' }), nothing),
    );
    const fetch = own({ mostBytes: 10_000, answerTimeLimit: 5_000 });
    await expect((await fetch(server)).text()).rejects.toMatchObject({ code: 'too_large' });
  });

  it('CL-15: that is packed more than once is not unpacked', async () => {
    // Two kilobytes, a megabyte in between, and nothing at the end.
    const bomb = gzipSync(Buffer.concat(Array.from({ length: 50_000 }, () => gzipSync(''))));
    const server = await httpServer((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip, gzip' }).end(bomb),
    );
    await expect(own()(server)).rejects.toMatchObject({ code: 'too_large' });
  });

  it('CL-15: that says little again and again is left when its time is over', async () => {
    const server = await httpServer((_request, response) => dripInto(response.writeHead(200), ' '));
    const response = await own({ answerTimeLimit: 100 })(server);
    await expect(response.text()).rejects.toMatchObject({ code: 'timed_out' });
  });

  it('CL-15: is read as a document up to 256 KB', async () => {
    const server = await httpServer((_request, response) => response.end(JSON.stringify('x'.repeat(262_144))));
    await expect(readJson(await own()(server))).rejects.toMatchObject({ code: 'too_large' });
  });

  it('CL-15: before its headers have ended is left when their time is over', async () => {
    const server = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx: ');
      dripInto(socket, 'x');
    });
    await expect(own({ timeLimit: 100 })(server)).rejects.toMatchObject({ code: 'timed_out' });
  });

  it('CL-15: of hints before the answer is left when its time is over', async () => {
    const server = await rawServer((socket) => dripInto(socket, 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n', 5));
    await expect(own({ timeLimit: 100 })(server)).rejects.toMatchObject({ code: 'timed_out' });
  });

  it('CL-15: in its headers is left where they are too long', async () => {
    const server = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      pourInto(socket, `x: ${'y'.repeat(4_000)}\r\n`);
    });
    await expect(own()(server)).rejects.toMatchObject({ code: 'too_large' });
  });
});

describe('an answer that is none', () => {
  it('is told as silence', async () => {
    const server = await rawServer(() => undefined);
    await expect(own({ timeLimit: 100 })(server)).rejects.toMatchObject({ code: 'timed_out' });
  });

  it('is told as another language', async () => {
    const server = await rawServer((socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n'));
    await expect(own()(server)).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('is told as a status that HTTP does not have', async () => {
    const server = await rawServer((socket) => socket.end('HTTP/1.1 999 No\r\ncontent-length: 0\r\n\r\n'));
    await expect(own()(server)).rejects.toMatchObject({ code: 'not_mcp', details: { status: 999 } });
  });

  it.each(['caf\u00E9 \u20AC', 'a\u0001b', '\u001B[2J'])(
    'is read for its status where words stand beside it that no status has: %j',
    async (phrase) => {
      const server = await rawServer((socket) => socket.end(`HTTP/1.1 200 ${phrase}\r\ncontent-length: 2\r\n\r\n{}`));
      const response = await own()(server);
      expect([response.status, response.statusText, await response.text()]).toEqual([200, '', '{}']);
    },
  );

  it('is told when it breaks off in the middle', async () => {
    const server = await rawServer((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{'));
    await expect((await own()(server)).text()).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('is told as plain http where TLS was expected', async () => {
    const server = await httpServer((_request, response) => response.end());
    const refused = own()(server.replace('http:', 'https:'));
    await expect(refused).rejects.toMatchObject({ code: 'unreachable', message: expect.stringContaining('TLS') });
  });
});

it('tells whoever stopped that they stopped', async () => {
  const server = await httpServer((_request, response) => dripInto(response.writeHead(200), ' '));
  const stop = new AbortController();
  const response = await own()(server, { signal: stop.signal });
  const read = response.text();
  stop.abort();
  await expect(read).rejects.toMatchObject({ name: 'AbortError' });
  await expect(own()(server, { signal: stop.signal })).rejects.toMatchObject({ name: 'AbortError' });
});

it('gives a whole answer as it came', async () => {
  const server = await httpServer((_request, response) =>
    response.writeHead(201, 'Made', { 'x-own': 'a', 'set-cookie': ['a=1', 'b=2'] }).end('\uFEFF{"a":"ü"}'),
  );
  const response = await own()(server);
  expect([response.status, response.statusText, response.headers.get('x-own')]).toEqual([201, 'Made', 'a']);
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  expect(await readJson(response)).toEqual({ a: 'ü' });
});
