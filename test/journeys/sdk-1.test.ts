/** The whole way of a host on the 1.x SDK, whose maintained line many hosts still embed. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { authorize } from '../support/connect.ts';
import { startHouse, type House } from '../support/order-desk.ts';
import { postForm, refresh } from '../support/oauth-client.ts';
import { RememberingProvider } from '../support/remembering-provider.ts';

let house: House;
/** How far the order desk is ahead: what passes between two tries of an agent. */
let ahead = 0;

function transportFor(provider: RememberingProvider): StreamableHTTPClientTransport {
  return new StreamableHTTPClientTransport(new URL(house.resource), { authProvider: provider });
}

async function connected(provider: RememberingProvider): Promise<Client> {
  const client = new Client({ name: 'journey', version: '1.0.0' });
  await client.connect(transportFor(provider));
  return client;
}

async function firstConnection(provider: RememberingProvider): Promise<Client> {
  await expect(connected(provider)).rejects.toThrow(UnauthorizedError);
  const answer = await authorize(provider.takeRedirect());
  await transportFor(provider).finishAuth(answer.searchParams.get('code') ?? '');
  return connected(provider);
}

describe.each([1, 2] as const)('a host on @modelcontextprotocol/sdk 1.32.2, the order desk on line %d', (sdk) => {
  beforeAll(async () => {
    house = await startHouse({}, { sdk, now: () => Date.now() + ahead });
  });
  afterAll(() => house.close());

  it('connects from nothing but the URL, and calls a tool', async () => {
    const provider = new RememberingProvider();
    const client = await firstConnection(provider);
    const result = await client.callTool({ name: 'list_customers', arguments: {} });
    expect(result.isError ?? false).toBe(false);
    expect(result.structuredContent).toMatchObject({ customers: expect.any(Array) });
    await client.close();
  });

  it('refreshes by itself when its access token is refused', async () => {
    const provider = new RememberingProvider();
    await (await firstConnection(provider)).close();
    const before = provider.kept;
    provider.kept = { ...before, access_token: 'not-a-token', token_type: 'Bearer' };
    const client = await connected(provider);
    await client.callTool({ name: 'list_customers', arguments: {} });
    expect(provider.kept?.refresh_token).not.toBe(before?.refresh_token);
    await client.close();
  });

  // This line refreshes where the person would have to be asked, gets the same scope, and gives up: one challenge, no loop.
  it('RS-7: is refused a tool beyond its scope, again after a refresh, and stays connected', async () => {
    const provider = new RememberingProvider();
    const client = await firstConnection(provider);
    const note = { name: 'add_order_note', arguments: { order_id: 'ord_1010', text: 'Called back.' } };
    await expect(client.callTool(note)).rejects.toThrow('403');
    expect(provider.sentTo).toBeUndefined();
    const result = await client.callTool({ name: 'get_order', arguments: { order_id: 'ord_1010' } });
    expect(result.structuredContent).toMatchObject({ notes: [] });
    await client.close();
  });

  it('is told in words what is missing when it has come back without it, and throws no more', async () => {
    const provider = new RememberingProvider();
    const client = await firstConnection(provider);
    const refund = {
      name: 'create_refund',
      arguments: {
        order_id: 'ord_1011',
        amount_minor: 100,
        currency: 'EUR',
        reason: 'Late',
        idempotency_key: 'circle-1',
      },
    };
    const results = [];
    for (let time = 0; time < 3; time += 1) {
      results.push(await client.callTool(refund).catch(() => 'refused'));
      ahead += 20_000;
    }
    expect(results).toEqual(['refused', 'refused', expect.objectContaining({ isError: true })]);
    expect(JSON.stringify(results.at(-1))).toMatch(/needs refunds:write, which was not granted/);
    await client.close();
  });

  it('is stopped by a revocation', async () => {
    const provider = new RememberingProvider();
    await (await firstConnection(provider)).close();
    const fields = { client_id: provider.registered?.client_id ?? '', token: provider.kept?.refresh_token ?? '' };
    expect((await postForm(`${house.issuer}/revoke`, fields)).status).toBe(200);
    const answer = await refresh(house.issuer, { client_id: fields.client_id, refresh_token: fields.token });
    expect(await answer.json()).toMatchObject({ error: 'invalid_grant' });
  });
});
