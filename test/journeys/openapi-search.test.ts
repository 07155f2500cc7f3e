/** The whole way of hosts on both lines of the MCP SDK to an API that knows nothing of MCP: found, described, called, and once more asked for a scope. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openApiTools, searchTools } from '@granthouse/openapi-tools';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { authorize } from '../support/connect.ts';
import { freePort } from '../support/free-port.ts';
import { type GuardedTools, startGuardedTools } from '../support/guarded-tools.ts';
import { orderDocument, type OrderApi, startOrderApi } from '../support/order-api.ts';
import { RememberingProvider } from '../support/remembering-provider.ts';
import { sdkHosts } from '../support/sdk-hosts.ts';

const ways = sdkHosts.flatMap((host) =>
  (['sdk-2', 'sdk-1'] as const)
    .filter((line) => line === 'sdk-2' || !host.name.endsWith('2026-07-28'))
    .map((line) => [host.name, line, host] as const),
);

describe.each(ways)('a host on %s, the server on %s', (_name, line, host) => {
  let api: OrderApi;
  let authorizationServer: RunningServer;
  let guarded: GuardedTools;
  beforeAll(async () => {
    api = await startOrderApi();
    const port = await freePort();
    authorizationServer = await startAuthorizationServer(`http://127.0.0.1:${port}/mcp`);
    const tools = searchTools(
      openApiTools(orderDocument, {
        server: api.origin,
        select: { methods: ['GET', 'POST'] },
        credentials: () => ({ headers: { 'x-api-key': 'own key' } }),
      }),
    );
    guarded = await startGuardedTools({
      line,
      port,
      authorizationServer: authorizationServer.issuer,
      declared: ['orders:read', 'refunds:write'],
      required: ['orders:read'],
      scopes: tools.scopes,
      equip: (server) => server.register(tools as never),
    });
  });
  afterAll(async () => {
    await guarded.close();
    await authorizationServer.close();
    await api.close();
  });

  it('RS-7: finds an operation, is refused for its scope, and calls it after one more consent', async () => {
    const provider = new RememberingProvider();
    const tokens: string[] = [];
    const reach = { resource: guarded.resource, provider, fetch };
    const connected = async () => {
      const connection = await host.connect(reach);
      tokens.push(provider.kept?.access_token ?? 'no token');
      return connection;
    };
    await expect(connected()).rejects.toThrow(host.unauthorized);
    await host.finish(reach, await authorize(provider.takeRedirect()));
    const first = await connected();
    const found = await first.callTool({ name: 'find_operations', arguments: { words: 'give money back' } });
    expect(JSON.stringify(found['content'])).toContain('createRefund: POST /orders/{order_id}/refunds');
    const refund = {
      name: 'call_operation',
      arguments: { name: 'createRefund', arguments: { order_id: '7', amount: 3.5 } },
    };
    host.beforeStepUp(provider);
    await expect(first.callTool(refund)).rejects.toThrow(host.unauthorized);
    expect(api.requests).toEqual([]);
    const stepUp = provider.takeRedirect();
    expect(stepUp.searchParams.get('scope')?.split(' ').toSorted()).toEqual(['orders:read', 'refunds:write']);
    await host.finish(reach, await authorize(stepUp));
    const again = await connected();
    expect((await again.callTool(refund))['structuredContent']).toEqual({ asked: 'POST /orders/7/refunds' });
    expect(api.requests).toMatchObject([{ headers: { 'x-api-key': 'own key' }, body: '{"amount":3.5}' }]);
    expect(tokens).toHaveLength(2);
    for (const token of tokens) expect(JSON.stringify(api.requests)).not.toContain(token);
    await Promise.all([first.close(), again.close()]);
  });
});
