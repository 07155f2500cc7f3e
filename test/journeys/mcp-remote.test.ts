/** The whole way of mcp-remote 0.15.1, by which hosts that speak stdio alone reach a server: the real program, and a browser that it opens. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { mcpRemote, type McpRemote } from '../support/mcp-remote.ts';
import { documentAt } from '../support/metadata-document.ts';
import { startHouse, type House } from '../support/order-desk.ts';
import { describeWhere } from '../support/run-where.ts';

const redirectUris = ['http://localhost:3334/oauth/callback'];
const document = documentAt('https://bridge.example.com/oauth/client.json', { redirect_uris: redirectUris });

const describeOnLinux = describeWhere(process.platform === 'linux', 'mcp-remote obeys BROWSER on Linux alone');

let house: House;
const started: McpRemote[] = [];

beforeAll(async () => {
  house = await startHouse({ clientIdMetadataDocuments: { pinned: [document] } });
});

afterAll(async () => {
  await Promise.all(started.map((each) => each.close()));
  await house.close();
});

/** An install of its own: nothing is kept yet. */
async function installed(): Promise<McpRemote> {
  const remote = await mcpRemote(house.resource);
  started.push(remote);
  return remote;
}

async function expectToolAnswer(client: Client): Promise<void> {
  const { structuredContent } = await client.callTool({ name: 'list_customers', arguments: {} });
  expect(structuredContent).toMatchObject({ customers: expect.any(Array) });
}

describeOnLinux('mcp-remote, which registers itself', () => {
  let remote: McpRemote;
  let first: Client;

  beforeAll(async () => {
    remote = await installed();
    first = await remote.start();
  });

  it('HOST-04: goes from nothing but the URL over a browser to a tool’s answer', async () => {
    await expectToolAnswer(first);
    const [opened, ...others] = await remote.opened();
    expect(others).toEqual([]);
    expect(opened?.searchParams.get('scope')).toBe('orders:read');
    expect(opened?.searchParams.get('resource')).toBe(house.resource);
    expect(await remote.kept('client_info.json')).toMatchObject({
      software_id: '2e6dc280-f3c3-4e01-99a7-8181dbd1d23d',
      software_version: '0.15.1',
      application_type: 'native',
    });
  });

  it('starts again with what it kept, without a browser', async () => {
    const before = await remote.opened();
    await expectToolAnswer(await remote.start());
    expect(await remote.opened()).toEqual(before);
  });

  it('refreshes when its access token is refused, without a browser', async () => {
    const [before, kept] = [await remote.opened(), await remote.kept('tokens.json')];
    await remote.keep('tokens.json', { ...kept, access_token: 'not-a-token' });
    await expectToolAnswer(await remote.start());
    expect((await remote.kept('tokens.json'))['refresh_token']).not.toBe(kept['refresh_token']);
    expect(await remote.opened()).toEqual(before);
  });

  it('RS-7: asks for one more consent while it runs, when a tool needs more', async () => {
    const before = await remote.opened();
    const { structuredContent } = await first.callTool({ name: 'search_orders', arguments: {} });
    const [order] = (structuredContent as { orders: { order_id: string }[] }).orders;
    const note = { name: 'add_order_note', arguments: { order_id: order?.order_id, text: 'Called back.' } };
    expect((await first.callTool(note)).isError ?? false).toBe(false);
    const [stepUp, ...again] = (await remote.opened()).slice(before.length);
    expect(again).toEqual([]);
    expect(stepUp?.searchParams.get('scope')?.split(' ').toSorted()).toEqual(['orders:read', 'orders:write']);
  });
});

describeOnLinux('mcp-remote', () => {
  it('HOST-13: is understood when it asks for offline_access, and for consent with it', async () => {
    const remote = await installed();
    const metadata = JSON.stringify({ scope: 'orders:read offline_access' });
    const words = ['--static-oauth-client-metadata', metadata, '--authorize-param', 'prompt=consent'];
    await expectToolAnswer(await remote.start(words));
    const [opened] = await remote.opened();
    expect(opened?.searchParams.get('scope')).toBe('orders:read offline_access');
    expect(opened?.searchParams.get('prompt')).toBe('consent');
  });

  it.each([
    ['what the operator registered', (id: string) => ['--static-oauth-client-info', JSON.stringify({ client_id: id })]],
    ['a metadata document', () => ['--client-metadata-url', document.client_id]],
  ])('goes the same way with %s, and registers nothing', async (_title, wordsFor) => {
    const { clients } = house.authorizationServer;
    const added = await clients.add({
      client_name: 'Bridge',
      redirect_uris: redirectUris,
      token_endpoint_auth_method: 'none',
    });
    const before = await clients.countSelfRegistered();
    const remote = await installed();
    const words = wordsFor(added.client_id);
    await expectToolAnswer(await remote.start(words));
    expect(await clients.countSelfRegistered()).toBe(before);
    const kept = await remote.kept('tokens.json');
    await remote.keep('tokens.json', { ...kept, access_token: 'not-a-token' });
    await expectToolAnswer(await remote.start(words));
    expect((await remote.kept('tokens.json'))['refresh_token']).not.toBe(kept['refresh_token']);
  });

  it('takes no answer of another issuer (RFC 9207 §2.4)', async () => {
    const remote = await installed();
    await remote.forge('iss=https://login.example.com');
    await expect(remote.start()).rejects.toThrow('Issuer mismatch');
    await expect(remote.kept('tokens.json')).rejects.toThrow('keeps no tokens.json');
  });
});
