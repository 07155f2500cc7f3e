/** Three tools that search in the place of one for each operation: found, described and called through the real API, with the scopes of the operation that is called. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { authorize } from '../support/connect.ts';
import { RememberingProvider } from '../support/remembering-provider.ts';
import { sdkHosts } from '../support/sdk-hosts.ts';
import { manager, type OpenApiHouse, startOpenApiHouse } from './running-house.ts';

let house: OpenApiHouse;
beforeAll(async () => {
  house = await startOpenApiHouse({ search: true });
});
afterAll(() => house.close());

it.each(sdkHosts)('RS-7: a host on $name finds an operation, is asked for its scope, and calls it', async (host) => {
  const provider = new RememberingProvider();
  const reach = { resource: house.resource, provider, fetch };
  await expect(host.connect(reach)).rejects.toThrow(host.unauthorized);
  await host.finish(reach, await authorize(provider.takeRedirect(), { who: manager }));
  const client = await host.connect(reach);
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toEqual(['find_operations', 'describe_operation', 'call_operation']);

  const found = await client.callTool({ name: 'find_operations', arguments: { words: 'note on an order' } });
  expect(JSON.stringify(found['content'])).toContain('add_order_note');
  const described = await client.callTool({ name: 'describe_operation', arguments: { name: 'add_order_note' } });
  expect(JSON.stringify(described['content'])).toContain('order_id');

  const add = { name: 'add_order_note', arguments: { order_id: 'ord_1004', text: 'Found and called.' } };
  host.beforeStepUp(provider);
  await expect(client.callTool({ name: 'call_operation', arguments: add })).rejects.toThrow(host.unauthorized);
  const stepUp = provider.takeRedirect();
  expect(stepUp.searchParams.get('scope')).toBe('orders:read orders:write');
  await host.finish(reach, await authorize(stepUp, { who: manager }));
  const again = await host.connect(reach);
  expect(await again.callTool({ name: 'call_operation', arguments: add })).toMatchObject({
    structuredContent: { text: 'Found and called.', author: manager.name },
  });
  await Promise.all([client.close(), again.close()]);
});
