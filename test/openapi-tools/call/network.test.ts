/** Connections that fail: words for the agent, details for the operator, and nothing sent twice that does something. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { openApiTools } from '@granthouse/openapi-tools';
import { documentOf } from './recording-api.ts';

const document = documentOf({
  '/orders': {
    get: { operationId: 'listOrders' },
    put: { operationId: 'putOrders' },
    post: { operationId: 'placeOrder' },
    delete: { operationId: 'deleteOrders' },
  },
});
const ok = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 11\r\n\r\n{"ok":true}';

describe('a connection', () => {
  let listener: Server | undefined;
  let heads: string[] = [];
  let sockets: Socket[] = [];
  afterEach(() => {
    listener?.close();
    for (const socket of sockets) socket.destroy();
    sockets = [];
    heads = [];
  });

  /** `answer` is told which request of all it is, from 0. */
  async function listen(answer: (socket: Socket, index: number) => void): Promise<string> {
    listener = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => {});
      socket.on('data', (data) => {
        heads.push(data.toString('latin1'));
        answer(socket, heads.length - 1);
      });
    });
    await once(listener.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  }

  function toolsOf(server: string) {
    const warned: [string, Record<string, unknown>][] = [];
    const log = {
      warn: (details: Readonly<Record<string, unknown>>, message: string) => void warned.push([message, details]),
    };
    const tools = openApiTools(document, {
      server,
      log,
      credentials: () => ({ headers: { authorization: 'Bearer topsecret' } }),
    });
    const call = async (name: string) => {
      const { content, isError } = await tools.call(name, {}, { principal: undefined });
      const [first] = content;
      return { isError, text: first?.type === 'text' ? first.text : '' };
    };
    return { call, warned };
  }

  it.each([
    [
      'that is refused',
      async () => {
        const server = await listen(() => {});
        listener?.close();
        return server;
      },
      /^The API can not be reached now\. Nothing was done\. Try again later\./u,
      /ECONNREFUSED/u,
    ],
    [
      'to a name that nobody has',
      async () => 'http://nobody.invalid',
      /^The API can not be reached now\. Nothing was done\./u,
      /ENOTFOUND|EAI_AGAIN/u,
    ],
    [
      'that is no TLS',
      async () => (await listen((socket) => socket.end('hello\r\n'))).replace('http:', 'https:'),
      /^No secure connection to the API can be made\. Nothing was done\./u,
      /SSL|TLS|EPROTO/u,
    ],
    [
      'that is reset',
      async () => listen((socket) => socket.resetAndDestroy()),
      /^The API broke the connection off\. It may have been carried out/u,
      /ECONNRESET|UND_ERR_SOCKET/u,
    ],
    [
      'that ends',
      async () => listen((socket) => socket.end()),
      /^The API broke the connection off\./u,
      /UND_ERR_SOCKET/u,
    ],
    [
      'on which no HTTP comes',
      async () => listen((socket) => socket.end('SSH-2.0-OpenSSH\r\n\r\n')),
      /^The API answered with what is no HTTP\./u,
      /HTTP\/1\.1 protocol/u,
    ],
    [
      'that breaks in the middle of a body',
      async () => listen((socket) => socket.end(ok.replace('11', '99'))),
      /^The API answered 200, but its answer broke off/u,
      /UND_ERR|terminated/u,
    ],
    [
      'whose body is not compressed as it says',
      async () => listen((socket) => socket.end(ok.replace('content-type', 'content-encoding: gzip\r\ncontent-type'))),
      /^The API answered 200, but its answer broke off or can not be read\./u,
      /Z_|header check/u,
    ],
  ])('%s is told in words, its details to the log under an id', async (_title, serve, text, causes) => {
    const server = await serve();
    const { call, warned } = toolsOf(server);
    const answer = await call('placeOrder');
    expect(answer.isError).toBe(true);
    expect(answer.text).toMatch(text);
    expect(answer.text).not.toMatch(/127\.0\.0\.1|nobody|secret/u);
    const [[, details] = ['', {}]] = warned;
    expect(String(details['causes'])).toMatch(causes);
    expect(answer.text).toContain(`under the id ${String(details['id'])}.`);
    expect(details['operation']).toBe('POST /orders');
    expect(JSON.stringify(warned)).not.toContain('topsecret');
  });

  const dropsSecond = (socket: Socket, index: number) =>
    void (index === 1 ? socket.resetAndDestroy() : socket.write(ok));

  it('that the API had kept and just closed is made anew for what is safe, once', async () => {
    const { call } = toolsOf(await listen(dropsSecond));
    expect((await call('listOrders')).isError).toBeUndefined();
    expect((await call('listOrders')).isError).toBeUndefined();
    expect(heads).toHaveLength(3);
  });

  it('that breaks every time is tried twice at most', async () => {
    const { call } = toolsOf(await listen((socket) => socket.resetAndDestroy()));
    expect((await call('listOrders')).text).toMatch(/^The API broke the connection off\. Try again later\./u);
    expect(heads).toHaveLength(2);
  });

  it.each(['placeOrder', 'putOrders', 'deleteOrders'])('that breaks under %s is not made anew', async (name) => {
    const { call } = toolsOf(await listen(dropsSecond));
    expect((await call('listOrders')).isError).toBeUndefined();
    expect((await call(name)).isError).toBe(true);
    expect(heads).toHaveLength(2);
  });
});
