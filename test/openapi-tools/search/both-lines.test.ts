/** The three tools on servers of both lines behind the guard: whoever may not call an operation doesn't learn of it, and scopes are asked for by name. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openApiTools, searchTools } from '@granthouse/openapi-tools';
import type { Caller } from '@granthouse/openapi-tools/sdk-2';
import { parseChallenges } from '@granthouse/protocol';
import { type GuardedTools, pairs, startGuardedTools } from '../../support/guarded-tools.ts';
import { orderDocument, type OrderApi, startOrderApi } from '../../support/order-api.ts';
import { clients, sendRpc, textOf, type ToolsClient } from '../../support/tools-clients.ts';

describe.each(pairs)('on a server of %s, called by %s', (line, who) => {
  let api: OrderApi;
  let guarded: GuardedTools;
  let client: ToolsClient;
  let token: string;
  beforeAll(async () => {
    api = await startOrderApi();
    const tools = searchTools(
      openApiTools<Caller | undefined>(orderDocument, {
        server: api.origin,
        authorize: ({ method }, caller) => method !== 'DELETE' || caller?.extra?.['subject'] === 'grace',
      }),
    );
    guarded = await startGuardedTools({
      line,
      declared: ['orders:read', 'orders:delete', 'refunds:write'],
      scopes: tools.scopes,
      equip: (server) => server.register(tools as never),
    });
    token = await guarded.token(['orders:read']);
    client = await clients[who](guarded.resource, token);
  });
  afterAll(async () => {
    await client.close();
    await guarded.close();
    await api.close();
  });

  const call = async (name: string, args: Record<string, unknown>) =>
    client.callTool({ name: 'call_operation', arguments: { name, arguments: args } });

  it('finds, describes and calls', async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['find_operations', 'describe_operation', 'call_operation']);
    const found = await client.callTool({ name: 'find_operations', arguments: { words: 'read order' } });
    expect(textOf(found)).toMatch(/^\d of 3 operations fit.*\ngetOrder: GET/u);
    const described = await client.callTool({ name: 'describe_operation', arguments: { name: 'getOrder' } });
    expect(textOf(described)).toContain('order_id');
    expect(await call('getOrder', { order_id: '7' })).toMatchObject({ structuredContent: { asked: 'GET /orders/7' } });
  });

  it('RS-24: asks for the scope of the operation in the arguments before anything runs', async () => {
    const before = api.requests.length;
    const params = {
      name: 'call_operation',
      arguments: { name: 'createRefund', arguments: { order_id: '7', amount: 1 } },
    };
    const { status, challenge } = await sendRpc(guarded.resource, token, { method: 'tools/call', params });
    expect(status).toBe(403);
    expect(parseChallenges(challenge)[0]?.parameters).toMatchObject({
      error: 'insufficient_scope',
      scope: 'orders:read refunds:write',
    });
    expect(api.requests).toHaveLength(before);
  });

  it('answers what a caller may not call as it answers what is not there', async () => {
    const everything = await guarded.token(['orders:read', 'orders:delete', 'refunds:write']);
    const ask = async (tool: string, args: object) => {
      const params = { name: tool, arguments: args };
      return textOf((await sendRpc(guarded.resource, everything, { method: 'tools/call', params })).body.result ?? {});
    };
    const before = api.requests.length;
    expect(await ask('find_operations', { words: 'delete order' })).not.toContain('deleteOrder');
    expect(await ask('describe_operation', { name: 'deleteOrder' })).toMatch(/^There is no operation "deleteOrder"/u);
    const gone = await ask('call_operation', { name: 'deleteOrder', arguments: { order_id: '7' } });
    expect(gone).toMatch(/^There is no operation "deleteOrder"/u);
    expect(gone).not.toMatch(/mean.*deleteOrder/u);
    expect(api.requests).toHaveLength(before);
  });

  it('lets who may do so', async () => {
    const graces = await guarded.token(['orders:delete'], 'grace');
    const params = { name: 'call_operation', arguments: { name: 'deleteOrder', arguments: { order_id: '7' } } };
    await sendRpc(guarded.resource, graces, { method: 'tools/call', params });
    expect(api.requests.at(-1)).toMatchObject({ method: 'DELETE', url: '/orders/7' });
  });
});
