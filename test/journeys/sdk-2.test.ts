/** The whole way of a host on the 2.x SDK: from the first 401 to a tool's answer, a step-up, a refresh and a revocation. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client';
import { authorize } from '../support/connect.ts';
import { startHouse, type House } from '../support/order-desk.ts';
import { postForm, refresh } from '../support/oauth-client.ts';
import { RememberingProvider } from '../support/remembering-provider.ts';

let house: House;
/** How far the order desk is ahead: what a person takes to refuse. */
let ahead = 0;

function transportFor(provider: RememberingProvider): StreamableHTTPClientTransport {
  return new StreamableHTTPClientTransport(new URL(house.resource), { authProvider: provider });
}

/** The line that the order desk runs on, and how the client comes to the revision. */
const connections = [
  ['2026-07-28', 2, { mode: { pin: '2026-07-28' } }],
  ['2025-11-25', 2, { mode: 'legacy' }],
  ['2025-11-25', 1, { mode: 'legacy' }],
] as const;

let versionNegotiation: (typeof connections)[number][2];

async function connected(provider: RememberingProvider): Promise<Client> {
  const client = new Client({ name: 'journey', version: '1.0.0' }, { versionNegotiation });
  await client.connect(transportFor(provider));
  return client;
}

/** Connects like a person who was never here: refused, signed in, approved, connected. */
async function firstConnection(provider: RememberingProvider): Promise<Client> {
  await expect(connected(provider)).rejects.toThrow(UnauthorizedError);
  const transport = transportFor(provider);
  await transport.finishAuth((await authorize(provider.takeRedirect())).searchParams);
  return connected(provider);
}

describe.each(connections)(
  'a host on client 2.4.0, revision %s, the order desk on line %d',
  (_era, sdk, negotiation) => {
    beforeAll(async () => {
      versionNegotiation = negotiation;
      house = await startHouse({}, { sdk, now: () => Date.now() + ahead });
    });
    afterAll(() => house.close());

    it('connects from nothing but the URL, and calls a tool', async () => {
      const provider = new RememberingProvider();
      const client = await firstConnection(provider);
      const result = await client.callTool({ name: 'list_customers', arguments: {} });
      expect(result.isError ?? false).toBe(false);
      expect(result.structuredContent).toMatchObject({ customers: expect.any(Array) });
      expect(provider.registrations).toBe(1);
      await client.close();
    });

    it('HOST-13: gets a refresh token without asking for offline_access', async () => {
      const provider = new RememberingProvider();
      const client = await firstConnection(provider);
      expect(provider.kept?.refresh_token).toEqual(expect.any(String));
      await client.close();
    });

    it('refreshes by itself when its access token is refused', async () => {
      const provider = new RememberingProvider();
      await (await firstConnection(provider)).close();
      const before = provider.kept;
      provider.kept = { ...before, access_token: 'not-a-token', token_type: 'Bearer' };
      const client = await connected(provider);
      const result = await client.callTool({ name: 'search_orders', arguments: {} });
      expect(result.isError ?? false).toBe(false);
      expect(provider.kept?.refresh_token).not.toBe(before?.refresh_token);
      expect(provider.sentTo).toBeUndefined();
      await client.close();
    });

    it('RS-7: a tool beyond its scope is refused before it runs, and one more consent makes it work', async () => {
      const provider = new RememberingProvider();
      const client = await firstConnection(provider);
      const [order] = (
        (await client.callTool({ name: 'search_orders', arguments: {} })).structuredContent as {
          orders: { order_id: string }[];
        }
      ).orders;
      const note = { name: 'add_order_note', arguments: { order_id: order?.order_id, text: 'Called back.' } };
      await expect(client.callTool(note)).rejects.toThrow(UnauthorizedError);
      const stepUp = provider.takeRedirect();
      expect(stepUp.searchParams.get('scope')?.split(' ').toSorted()).toEqual(['orders:read', 'orders:write']);
      await transportFor(provider).finishAuth((await authorize(stepUp)).searchParams);
      const again = await connected(provider);
      expect((await again.callTool(note)).isError ?? false).toBe(false);
      await Promise.all([client.close(), again.close()]);
    });

    it('a person who refuses three times is asked no more for a while, and the agent is told', async () => {
      const provider = new RememberingProvider();
      const client = await firstConnection(provider);
      const refund = {
        name: 'create_refund',
        arguments: {
          order_id: 'ord_1012',
          amount_minor: 100,
          currency: 'EUR',
          reason: 'Late',
          idempotency_key: 'circle-1',
        },
      };
      for (let time = 0; time < 3; time += 1) {
        await expect(client.callTool(refund)).rejects.toThrow(UnauthorizedError);
        provider.takeRedirect();
        ahead += 20_000;
      }
      const result = await client.callTool(refund);
      expect(result.isError).toBe(true);
      expect(JSON.stringify(result.content)).toMatch(/needs refunds:write, which was not granted/);
      expect(provider.sentTo).toBeUndefined();
      expect((await client.callTool({ name: 'search_orders', arguments: {} })).isError ?? false).toBe(false);
      await client.close();
    });

    it('RFC7009-3: after a revocation neither a refresh nor a new connection works without the person', async () => {
      const provider = new RememberingProvider();
      await (await firstConnection(provider)).close();
      const fields = { client_id: provider.registered?.client_id ?? '', token: provider.kept?.refresh_token ?? '' };
      expect((await postForm(`${house.issuer}/revoke`, fields)).status).toBe(200);
      const answer = await refresh(house.issuer, { client_id: fields.client_id, refresh_token: fields.token });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ error: 'invalid_grant' });
    });
  },
);
