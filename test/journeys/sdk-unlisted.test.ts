/** A host whose document is not on the operator's list: it sees documents announced, tries, and its person reads what to do (Client ID Metadata Document, trust policies). */
import { afterAll, beforeAll, expect, it, describe } from '@jest/globals';
import { Browser } from '../support/browser.ts';
import { authorize, pageOf } from '../support/connect.ts';
import { startHouse, type House } from '../support/order-desk.ts';
import { RememberingProvider } from '../support/remembering-provider.ts';
import { sdkHosts } from '../support/sdk-hosts.ts';

const unlisted = 'https://elsewhere.example.com/oauth/client.json';
const contact = 'https://help.example.com/granthouse';

class DocumentedProvider extends RememberingProvider {
  readonly clientMetadataUrl = unlisted;
}

let house: House;
beforeAll(async () => {
  house = await startHouse({
    clientIdMetadataDocuments: { allow: ['host.example.com'] },
    fetch: () => Promise.reject(new Error('fetched')),
    brand: { name: 'Orders', contact },
  });
});
afterAll(() => house.close());

describe.each(sdkHosts.map((host) => [host.name, host] as const))('with a list, a host on %s', (_name, host) => {
  const reachOf = (provider: RememberingProvider) => ({ resource: house.resource, provider, fetch });

  it('AS-18: that is not on it leads its person to a page that says what to do, and is registered nowhere', async () => {
    const reach = reachOf(new DocumentedProvider());
    await expect(host.connect(reach)).rejects.toThrow(host.unauthorized);
    const sent = reach.provider.takeRedirect();
    expect(sent.searchParams.get('client_id')).toBe(unlisted);
    const { status, html } = pageOf(await new Browser().open(sent.href));
    expect(status).toBe(400);
    for (const words of [
      '<h1>This app cannot be connected here yet</h1>',
      'choose dynamic registration, and connect again',
      'ask the people who run this server to add the app: the details below name it',
      `documents of this address: ${unlisted}`,
      'help.example.com/granthouse',
      'href="/errors/document.unlisted"',
    ])
      expect(html).toContain(words);
    const [, reference = ''] = /Reference: <code>(\w+)<\/code>/.exec(html) ?? [];
    const line = house.authorizationServer.logged.find((logged) => logged.includes(reference)) ?? '';
    expect(line).toContain(unlisted);
    expect(await house.authorizationServer.clients.countSelfRegistered()).toBe(0);
  });

  it('that knows no documents registers itself as ever', async () => {
    const reach = reachOf(new RememberingProvider());
    await expect(host.connect(reach)).rejects.toThrow(host.unauthorized);
    await host.finish(reach, await authorize(reach.provider.takeRedirect()));
    await (await host.connect(reach)).close();
    expect(reach.provider.registrations).toBe(1);
    await house.authorizationServer.clients.remove(reach.provider.registered?.client_id ?? '');
  });
});

it('RFC 8414 §2: a list changes nothing of what the server says that it can do', async () => {
  const metadata = await fetch(`${house.issuer}/.well-known/oauth-authorization-server`);
  expect(await metadata.json()).toMatchObject({ client_id_metadata_document_supported: true });
});
