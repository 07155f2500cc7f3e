/** What a document says of answers is no output schema: hosts refuse an answer that contradicts it, and a whole list with a root that is no object (MCP, tools, output schema). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openApiTools } from '@granthouse/openapi-tools';
import { type GuardedTools, pairs, startGuardedTools } from '../../support/guarded-tools.ts';
import { orderDocument, type OrderApi, startOrderApi } from '../../support/order-api.ts';
import { clients, type ToolsClient } from '../../support/tools-clients.ts';

const answered = (schema: object) => ({
  responses: { '200': { description: 'It', content: { 'application/json': { schema } } } },
});
const { paths } = orderDocument;
const withAnswers = {
  ...orderDocument,
  paths: {
    '/orders': { get: { ...paths['/orders'].get, ...answered({ type: 'array', items: { type: 'string' } }) } },
    '/orders/{order_id}': {
      ...paths['/orders/{order_id}'],
      get: {
        ...paths['/orders/{order_id}'].get,
        ...answered({ type: 'object', required: ['status'], additionalProperties: false }),
      },
    },
  },
};

describe.each(pairs)('on a server of %s, called by %s', (line, who) => {
  let api: OrderApi;
  let guarded: GuardedTools;
  let client: ToolsClient;
  beforeAll(async () => {
    api = await startOrderApi();
    const tools = openApiTools(withAnswers, { server: api.origin });
    guarded = await startGuardedTools({
      line,
      declared: ['orders:read', 'orders:delete'],
      scopes: [...tools.scopes],
      equip: (server) => server.register(tools as never),
    });
    client = await clients[who](guarded.resource, await guarded.token(['orders:read']));
  });
  afterAll(async () => {
    await client.close();
    await guarded.close();
    await api.close();
  });

  it('an answer that the document would have otherwise is handed over as it came', async () => {
    const { tools } = await client.listTools();
    expect(tools.filter((tool) => 'outputSchema' in tool)).toEqual([]);
    const { structuredContent, isError } = await client.callTool({ name: 'getOrder', arguments: { order_id: '7' } });
    expect({ structuredContent, isError }).toEqual({ structuredContent: { asked: 'GET /orders/7' } });
  });
});
