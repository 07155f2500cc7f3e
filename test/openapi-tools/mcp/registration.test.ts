/** What a builder may do with one server: tools of his own, several documents, and what is an error before anything is served. */
import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { openApiTools } from '@granthouse/openapi-tools';
import { registerOpenApiTools as registerOnLine1 } from '@granthouse/openapi-tools/sdk-1';
import { registerOpenApiTools as registerOnLine2 } from '@granthouse/openapi-tools/sdk-2';
import { Server as Server1 } from '@modelcontextprotocol/sdk/server/index.js';
import { McpServer as McpServer1 } from '@modelcontextprotocol/sdk/server/mcp.js';
import { createMcpHandler, McpServer, Server } from '@modelcontextprotocol/server';
import { orderDocument } from '../../support/order-api.ts';

const about = { name: 'orders', version: '1.0.0' };
const planned = (prefix = '') => openApiTools(orderDocument, { server: 'https://api.invalid', names: { prefix } });
const nothing = () => ({ content: [] });

const lines = [
  [
    'sdk-1',
    (options?: object) => {
      const server = new McpServer1(about, options);
      return {
        own: (name: string) => server.registerTool(name, {}, nothing),
        register: (tools = planned(), more = {}) => registerOnLine1(server, tools, more),
      };
    },
    () => registerOnLine1(new Server1(about), planned()),
  ],
  [
    'sdk-2',
    (options?: object) => {
      const server = new McpServer(about, options);
      return {
        own: (name: string) => server.registerTool(name, {}, nothing),
        register: (tools = planned(), more = {}) => registerOnLine2(server, tools, more),
      };
    },
    () => registerOnLine2(new Server(about), planned()),
  ],
] as const;

describe.each(lines)('on %s', (_line, start, onLowLevel) => {
  it.each([
    ['a tool of his own', {}, true],
    ['the capability', { capabilities: { tools: {} } }, false],
  ])('refuses a server that has %s already, and says what to do', (_what, options, ownFirst) => {
    const { own, register } = start(options);
    if (ownFirst) own('about');
    expect(() => register()).toThrow(/Call it first, before registerTool/u);
  });

  it.each([['./orders.openapi.yaml'], [orderDocument], [undefined], [start()]])(
    'refuses what are no tools, and says what to do: %#',
    (wrong) => {
      expect(() => start().register((wrong ?? null) as never)).toThrow(/Give it the server, then what openApiTools/u);
    },
  );

  it('refuses a name that the document has, when a builder takes it for a tool of his own', () => {
    const { own, register } = start();
    register();
    expect(() => own('getOrder')).toThrow(/getOrder: found two tools.*names\.prefix/u);
    expect(() => own('probe')).not.toThrow();
  });

  it('takes the tools of several documents, and refuses a name that two of them have', () => {
    const { register } = start();
    register();
    expect(() => register(planned('other_'))).not.toThrow();
    expect(() => register(planned('other_'))).toThrow(/other_listOrders: found two tools/u);
  });

  it('takes a server without the comforts of McpServer', () => {
    expect(onLowLevel).not.toThrow();
  });

  it.each([
    [{ pageSize: 0 }, 'pageSize: found 0. Give at least 1.'],
    [{ principle: () => undefined }, 'principle: found an option that does not exist. Did you mean principal?'],
    [() => undefined, 'options: found a function. Give an object.'],
  ])('refuses a wrong option: %p', (options, words) => {
    const { register } = start();
    expect(() => register(planned(), options as never)).toThrow(words);
  });
});

it('refuses a name that was taken by the older way of the 1.x line too', () => {
  const server = new McpServer1(about);
  registerOnLine1(server, planned());
  // oxlint-disable-next-line typescript/no-deprecated -- builders still use it
  expect(() => server.tool('getOrder', nothing)).toThrow(/two tools/u);
});

describe('answers', () => {
  async function answersOf(equip: (server: Server) => void): Promise<string[]> {
    const { fetch } = createMcpHandler(() => {
      const server = new Server(about);
      equip(server);
      return server;
    });
    const answers = ['tools/list', 'tools/call'].map(async (method) => {
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { name: 'getOrder', arguments: {} } });
      const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
      return (await fetch(new Request('http://localhost/mcp', { method: 'POST', headers, body }))).text();
    });
    return Promise.all(answers);
  }

  it('come from a Server as from a McpServer', async () => {
    const [listed, called] = await answersOf((server) => registerOnLine2(server, planned()));
    expect(listed).toContain('"name":"createRefund"');
    expect(called).toContain('order_id');
    const [, unknown] = await answersOf((server) => registerOnLine2(server, planned('other_')));
    expect(unknown).toContain('"code":-32602');
  });

  it("keep to themselves what a builder's function says when it fails", async () => {
    const reported: Error[] = [];
    const principal = () => {
      throw new Error('no connection to db.internal');
    };
    const answers = await answersOf((server) => {
      // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the SDK has this way alone
      server.onerror = (error) => reported.push(error);
      registerOnLine2(server, planned(), { principal });
    });
    expect(answers[0]).toContain('The server could not list its tools');
    expect(answers[1]).toContain('"isError":true');
    expect(answers.join(' ')).not.toContain('db.internal');
    expect(reported.map(({ message }) => message)).toEqual(Array(2).fill('no connection to db.internal'));
  });

  it('keep the token from the log, where the exchange of it fails', async () => {
    const token = 'the token that came in';
    const reported: Error[] = [];
    const { fetch } = createMcpHandler(() => {
      const server = new Server(about);
      // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the SDK has this way alone
      server.onerror = (error) => reported.push(error);
      const principal = () => {
        const cause = Object.assign(new Error('400'), { request: { body: new Map([['subject_token', token]]) } });
        throw new Error('the exchange failed', { cause });
      };
      registerOnLine2(server, planned(), { principal });
      return server;
    });
    for (const method of ['tools/list', 'tools/call']) {
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { name: 'getOrder', arguments: {} } });
      const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
      const authInfo = { token, clientId: 'a', scopes: [] };
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await (await fetch(new Request('http://localhost/mcp', { method: 'POST', headers, body }), { authInfo })).text();
    }
    expect(reported).toHaveLength(2);
    expect(inspect(reported, { depth: 20 })).not.toContain(token);
  });
});
