/** How a client comes to an id, in which order, and where that id may be shown. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  beginSignIn,
  type ClientIdentity,
  clientMetadataDocument,
  discover,
  guardedFetch,
  register,
  wayToRegister,
} from '@granthouse/client';
import { clientMetadataSchema } from '@granthouse/protocol';
import { documents, json, type ScriptedHouse, startScriptedHouse } from '../../support/scripted-house.ts';

const network = guardedFetch({ besides: 'loopback' });
const { fetch } = network;
const redirectUri = 'https://registry.example/callback';
const metadataUrl = 'https://registry.example/client.json';
const identity: ClientIdentity = { name: 'A registry', redirectUri };
const preRegistered = { clientId: 'given', clientSecret: 'secret' };
let house: ScriptedHouse;

beforeEach(async () => {
  house = await startScriptedHouse();
});
afterEach(() => house.close());
afterAll(() => network.close());

async function registered(changes: Partial<ClientIdentity> = {}, scopes: readonly string[] = []) {
  const { server } = await discover(house.endpoint, { fetch });
  return register({ server, scopes }, { ...identity, ...changes }, fetch);
}
const sent = () =>
  house.asked
    .filter(({ what }) => what === 'POST /register')
    .map(({ body }) => JSON.parse(body) as Record<string, unknown>);
const readsDocuments = () => house.change(documents.server, { client_id_metadata_document_supported: true });
const withoutRegistration = () => house.change(documents.server, { registration_endpoint: undefined });

describe('a client', () => {
  it('CL-5: shows the id that was given to it before all others', async () => {
    readsDocuments();
    expect(await registered({ preRegistered, metadataUrl })).toMatchObject({
      clientId: 'given',
      how: 'pre-registered',
    });
  });

  it('CL-5: shows its metadata document where the server reads them', async () => {
    readsDocuments();
    expect(await registered({ metadataUrl })).toEqual({
      issuer: house.origin,
      redirectUri,
      clientId: metadataUrl,
      method: 'none',
      how: 'metadata document',
    });
    expect(sent()).toEqual([]);
  });

  it.each([
    ['does not read documents', () => undefined, metadataUrl],
    ['reads documents and it has none', readsDocuments, undefined],
  ])('CL-5: registers where the server %s', async (_title, prepare, url) => {
    prepare();
    expect(await registered(url === undefined ? {} : { metadataUrl: url })).toMatchObject({ how: 'registration' });
  });

  it('CL-5: asks a person for an id where nothing else is left, and says what to register', async () => {
    withoutRegistration();
    await expect(registered()).rejects.toMatchObject({
      code: 'client_needed',
      message: expect.stringContaining(redirectUri),
    });
  });

  it('knows beforehand which way it will take', async () => {
    const { server } = await discover(house.endpoint, { fetch });
    const { registration_endpoint: _none, ...closed } = server;
    const reading = { ...closed, client_id_metadata_document_supported: true };
    const ways = [
      wayToRegister(closed, { ...identity, preRegistered }),
      wayToRegister(reading, { ...identity, metadataUrl }),
      wayToRegister(server, identity),
      wayToRegister(closed, identity),
    ];
    expect(ways).toEqual(['pre-registered', 'metadata document', 'registration', undefined]);
  });
});

describe('a metadata document', () => {
  it.each([
    'http://registry.example/client.json',
    'https://registry.example/',
    'https://registry.example',
    'https://registry.example/a/../client.json',
    'https://registry.example/client.json#part',
    'https://user@registry.example/client.json',
    'https://REGISTRY.example/client.json',
    'client.json',
  ])('CL-6: is not named as %s', async (url) => {
    readsDocuments();
    expect(await registered({ metadataUrl: url })).toMatchObject({ how: 'registration' });
  });

  it('CL-6: says who the client is under the address that it has', () => {
    const document = clientMetadataDocument({ ...identity, metadataUrl });
    expect(document).toMatchObject({ client_id: metadataUrl, client_name: 'A registry', redirect_uris: [redirectUri] });
    expect(clientMetadataSchema.safeParse(document).success).toBe(true);
  });
});

describe('what was registered', () => {
  it('CL-8: is used again at the next sign-in', async () => {
    const { client } = await beginSignIn(house.endpoint, { identity, fetch });
    const again = await beginSignIn(house.endpoint, { identity, fetch, known: client });
    expect(again.client).toEqual(client);
    expect(sent()).toHaveLength(1);
  });

  it('CL-2, CL-8: is shown to no other issuer, even when the resource names another one now', async () => {
    const { client } = await beginSignIn(house.endpoint, { identity, fetch });
    const other = await startScriptedHouse();
    other.routes['POST /register'] = json({ client_id: 'of the other' }, { status: 201 });
    house.change(documents.resource, { authorization_servers: [other.origin] });
    const again = await beginSignIn(house.endpoint, { identity, fetch, known: client });
    expect(again.url.origin).toBe(other.origin);
    expect(again.client).toMatchObject({ issuer: other.origin, clientId: 'of the other' });
    expect(other.asked.map(({ body }) => body).join()).not.toContain('registered');
    await other.close();
  });

  it.each([
    ['the redirect URI is another', { redirectUri: 'https://registry.example/other' }],
    ['its secret has ended', { secretExpiresAt: Date.now() - 1 }],
    ['it was given by hand and is no more', { how: 'pre-registered' as const }],
  ])('CL-8: is left when %s', async (_title, changes) => {
    const { client } = await beginSignIn(house.endpoint, { identity, fetch });
    await beginSignIn(house.endpoint, { identity, fetch, known: { ...client, ...changes } });
    expect(sent()).toHaveLength(2);
  });

  it('CL-8: by hand at one issuer is shown to no other', async () => {
    const given = { ...preRegistered, issuer: 'https://before.example' };
    await expect(registered({ preRegistered: given })).rejects.toMatchObject({ code: 'client_needed' });
    expect(await registered({ preRegistered: { ...given, issuer: house.origin } })).toMatchObject({
      clientId: 'given',
    });
  });

  it('CL-8: by hand at one issuer and used there once is shown to no other, also when nobody named the issuer', async () => {
    const given = { ...identity, preRegistered };
    const { client, attempt } = await beginSignIn(house.endpoint, { identity: given, fetch });
    const { resource } = attempt.authorization;
    const held = { issuer: house.origin, resource, client, requested: [], tokens: { accessToken: 'a' } };
    const stranger = await startScriptedHouse();
    house.change(documents.resource, { authorization_servers: [stranger.origin] });
    const again = beginSignIn(house.endpoint, { identity: given, fetch, held });
    await expect(again).rejects.toMatchObject({ code: 'client_needed' });
    house.change(documents.resource, { authorization_servers: [stranger.origin, house.origin] });
    expect((await beginSignIn(house.endpoint, { identity: given, fetch, held })).url.origin).toBe(house.origin);
    await stranger.close();
  });

  it.each([
    ['nothing', undefined, 'client_secret_basic'],
    ['the form alone', ['client_secret_post'], 'client_secret_post'],
    ['both', ['client_secret_post', 'client_secret_basic'], 'client_secret_basic'],
  ])('goes with its secret as a server likes it that says %s', async (_title, methods, method) => {
    house.change(documents.server, { token_endpoint_auth_methods_supported: methods });
    expect(await registered({ preRegistered })).toMatchObject({ method, clientSecret: 'secret' });
  });
});
