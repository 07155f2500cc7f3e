/** The whole way of hosts on both lines of the MCP SDK, by each way of being a client: registered by itself, by a pinned document, by the operator. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startAuthorizationServer } from '../support/authorization-server.ts';
import { authorize } from '../support/connect.ts';
import { documentAt } from '../support/metadata-document.ts';
import { obtainTokens } from '../support/oauth-client.ts';
import { startHouse, type House } from '../support/order-desk.ts';
import { RememberingProvider } from '../support/remembering-provider.ts';
import { sdkHosts, type Connected, type Reach, type SdkHost } from '../support/sdk-hosts.ts';

const redirectUris = [new RememberingProvider().redirectUrl];
const document = documentAt('https://host.example.com/oauth/client.json', { redirect_uris: redirectUris });

let house: House;

beforeAll(async () => {
  house = await startHouse({ clientIdMetadataDocuments: { pinned: [document] } });
});

afterAll(() => house.close());

/** A host that forgets what the server refuses, as hosts do. */
class ForgettingProvider extends RememberingProvider {
  invalidateCredentials(what: string): void {
    if (what !== 'tokens') this.registered = undefined;
    if (what !== 'client') this.kept = undefined;
  }
}

class DocumentedProvider extends RememberingProvider {
  readonly clientMetadataUrl = document.client_id;
}

async function preRegistered(method: string): Promise<RememberingProvider> {
  const wanted = { client_name: 'Journey host', redirect_uris: redirectUris, token_endpoint_auth_method: method };
  const { client_id, client_secret } = await house.authorizationServer.clients.add(wanted);
  const provider = new RememberingProvider();
  provider.registered = { client_id, issuer: house.issuer, ...(client_secret === undefined ? {} : { client_secret }) };
  return provider;
}

/** A host's reach, and how often it asked to be registered. */
function reachOf(provider: RememberingProvider): Reach & { registrations(): number } {
  let registrations = 0;
  return {
    resource: house.resource,
    provider,
    registrations: () => registrations,
    fetch(url, init) {
      if (new URL(url).pathname === '/register') registrations += 1;
      return fetch(url, init);
    },
  };
}

/** Refused, signed in, approved, connected. */
async function firstConnection(host: SdkHost, reach: Reach): Promise<Connected> {
  await expect(host.connect(reach)).rejects.toThrow(host.unauthorized);
  await host.finish(reach, await authorize(reach.provider.takeRedirect()));
  return host.connect(reach);
}

async function expectToolAnswer(connected: Connected): Promise<void> {
  const result = await connected.callTool({ name: 'list_customers', arguments: {} });
  expect(result['structuredContent']).toMatchObject({ customers: expect.any(Array) });
}

const ways: [string, number, () => RememberingProvider | Promise<RememberingProvider>][] = [
  ['registered by itself', 1, () => new RememberingProvider()],
  ['by its pinned metadata document', 0, () => new DocumentedProvider()],
  ['public, registered by the operator', 0, () => preRegistered('none')],
  ['with a secret, registered by the operator', 0, () => preRegistered('client_secret_basic')],
];

describe.each(sdkHosts.map((host) => [host.name, host] as const))('a host on %s', (_name, host) => {
  it.each(ways)('%s, goes from the first 401 to a tool’s answer and a refresh', async (_way, most, made) => {
    const provider = await made();
    const reach = reachOf(provider);
    await expectToolAnswer(await firstConnection(host, reach));
    const before = provider.kept;
    provider.kept = { ...before, access_token: 'not-a-token', token_type: 'Bearer' };
    await expectToolAnswer(await host.connect(reach));
    expect(provider.kept?.refresh_token).toEqual(expect.any(String));
    expect(provider.kept?.refresh_token).not.toBe(before?.refresh_token);
    expect(provider.sentTo).toBeUndefined();
    expect(reach.registrations()).toBe(most);
  });

  it.each(ways)('RS-7: %s, gets a tool beyond its scope by one more consent', async (_way, most, made) => {
    const provider = await made();
    const reach = reachOf(provider);
    const first = await firstConnection(host, reach);
    const found = await first.callTool({ name: 'search_orders', arguments: {} });
    const [order] = (found['structuredContent'] as { orders: { order_id: string }[] }).orders;
    const note = { name: 'add_order_note', arguments: { order_id: order?.order_id, text: 'Called back.' } };
    host.beforeStepUp(provider);
    await expect(first.callTool(note)).rejects.toThrow(host.unauthorized);
    const stepUp = provider.takeRedirect();
    expect(stepUp.searchParams.get('scope')?.split(' ').toSorted()).toEqual(['orders:read', 'orders:write']);
    await host.finish(reach, await authorize(stepUp));
    expect((await (await host.connect(reach)).callTool(note))['isError'] ?? false).toBe(false);
    expect(reach.registrations()).toBe(most);
  });

  it('HOST-16: registers anew where its id is not known, because another issuer gave it', async () => {
    const elsewhere = await startAuthorizationServer(house.resource);
    const { client, tokens } = await obtainTokens(elsewhere.issuer);
    await elsewhere.close();
    const provider = new ForgettingProvider();
    provider.registered = { client_id: client.client_id, issuer: house.issuer };
    provider.kept = { ...tokens, issuer: house.issuer };
    const reach = reachOf(provider);
    // Line 2 says on the console that it forgets what it kept.
    const warn = jest.spyOn(console, 'warn').mockReturnValue();
    await expectToolAnswer(await firstConnection(host, reach));
    warn.mockRestore();
    expect(provider.registered.client_id).not.toBe(client.client_id);
    expect(reach.registrations()).toBe(1);
  });
});

describe('what a host on line 2 refuses', () => {
  it.each(sdkHosts.filter(({ name }) => name.startsWith('client 2')).map((host) => [host.name, host] as const))(
    '%s: an answer of another issuer (RFC 9207 §2.4)',
    async (_name, host) => {
      const provider = new RememberingProvider();
      const reach = reachOf(provider);
      await expect(host.connect(reach)).rejects.toThrow(host.unauthorized);
      const answer = await authorize(provider.takeRedirect());
      answer.searchParams.set('iss', 'https://login.example.com');
      await expect(host.finish(reach, answer)).rejects.toThrow('Issuer mismatch');
      expect(provider.kept).toBeUndefined();
    },
  );
});
