/** A token of the API in exchange for the one that came in: the builder's own code, which alone is shown the token (RFC 8693 §2). */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openApiTools } from '@granthouse/openapi-tools';
import type { AuthInfo } from '@granthouse/openapi-tools/sdk-2';
import { type GuardedTools, startGuardedTools } from '../../support/guarded-tools.ts';
import { orderDocument, type OrderApi, startOrderApi } from '../../support/order-api.ts';
import { sendRpc } from '../../support/tools-clients.ts';

let api: OrderApi;
let guarded: GuardedTools;
const exchanged: string[] = [];

beforeAll(async () => {
  api = await startOrderApi();
  const tools = openApiTools<{ token: string }>(orderDocument, {
    server: api.origin,
    credentials: (_operation, { token }) => ({ headers: { authorization: `Bearer ${token}` } }),
  });
  const principal = async (auth: AuthInfo | undefined) => {
    exchanged.push(auth?.token ?? '');
    return { token: `api-token-of-${String(auth?.extra?.['subject'])}` };
  };
  guarded = await startGuardedTools({
    line: 'sdk-2',
    declared: ['orders:read', 'orders:delete', 'refunds:write'],
    scopes: tools.scopes,
    equip: (server) => server.register(tools as never, { principal } as never),
  });
});

afterAll(async () => {
  await guarded.close();
  await api.close();
});

it('lets the API know the person by a token of its own', async () => {
  const token = await guarded.token(['orders:read'], 'grace');
  const params = { name: 'getOrder', arguments: { order_id: '7' } };
  const { body } = await sendRpc(guarded.resource, token, { method: 'tools/call', params });
  expect(body.result?.isError ?? false).toBe(false);
  expect(exchanged).toEqual([token]);
  expect(api.requests).toMatchObject([{ headers: { authorization: 'Bearer api-token-of-grace' } }]);
});
