/** The tools of a document on servers of both lines of the SDK, behind the guard, called by clients of both lines over real HTTP. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openApiTools } from '@granthouse/openapi-tools';
import { type GuardedTools, pairs, startGuardedTools } from '../../support/guarded-tools.ts';
import { orderDocument, type OrderApi, startOrderApi } from '../../support/order-api.ts';
import { clients, textOf, type ToolsClient } from '../../support/tools-clients.ts';

const declared = ['orders:read', 'orders:delete', 'refunds:write'];

describe.each(pairs)('on a server of %s, called by %s', (line, who) => {
  let api: OrderApi;
  let guarded: GuardedTools;
  let client: ToolsClient;
  let token: string;
  beforeAll(async () => {
    api = await startOrderApi();
    const tools = openApiTools(orderDocument, {
      server: api.origin,
      credentials: () => ({ headers: { 'x-api-key': 'own key' } }),
    });
    guarded = await startGuardedTools({
      line,
      declared,
      scopes: [...tools.scopes, { name: 'about', scopes: [] }],
      equip(server) {
        server.register(tools as never);
        server.registerTool('about', { description: 'What this is' }, () => ({ content: [] }));
      },
    });
    token = await guarded.token(['orders:read']);
    client = await clients[who](guarded.resource, token);
  });
  afterAll(async () => {
    await client.close();
    await guarded.close();
    await api.close();
  });

  it("lists the tools of the document beside the builder's own, with their schemas as they are", async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['about', 'listOrders', 'getOrder', 'deleteOrder', 'createRefund']);
    expect(tools.at(-1)?.inputSchema).toMatchObject({
      type: 'object',
      properties: { amount: { anyOf: [{ type: 'number' }, { type: 'string' }], multipleOf: 0.01 } },
      additionalProperties: false,
    });
  });

  it('answers calls of both', async () => {
    const order = await client.callTool({ name: 'getOrder', arguments: { order_id: '7' } });
    expect(order).toMatchObject({ structuredContent: { asked: 'GET /orders/7' } });
    expect(await client.callTool({ name: 'about' })).toMatchObject({ content: [] });
  });

  it('sends the API a credential of its own and nothing of the token', async () => {
    await client.callTool({ name: 'getOrder', arguments: { order_id: '8' } });
    const sent = api.requests.at(-1);
    expect(sent).toMatchObject({ url: '/orders/8', headers: { 'x-api-key': 'own key' } });
    expect(JSON.stringify(sent)).not.toContain(token);
  });

  it.each([200, 400])(
    'hands over a %s of the API that is nested deeper than anything can be written again',
    async (status) => {
      const text = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
      api.answer = (_request, response) => response.writeHead(status, { 'content-type': 'application/json' }).end(text);
      try {
        const answer = await client.callTool({ name: 'getOrder', arguments: { order_id: '9' } });
        expect(textOf(answer)).toContain(text);
        expect(JSON.stringify(answer.structuredContent ?? {})).not.toContain('[');
      } finally {
        api.answer = undefined;
      }
    },
  );

  it('tells the agent itself what is wrong with arguments', async () => {
    const answer = await client.callTool({ name: 'listOrders', arguments: { status: 'lost' } });
    expect(answer.isError).toBe(true);
    expect(textOf(answer)).toMatch(/status/u);
  });
});
