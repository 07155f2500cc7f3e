/** A client that replaces its own registration (RFC 7592 §2.2). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunningServer } from '../../support/authorization-server.ts';
import { clientKey } from '../../support/client-assertion.ts';
import { confidentialClient, manage, registerManaged, type ManagedClient } from '../../support/managed-client.ts';
import { authorizationRequest } from '../../support/oauth-client.ts';
import { json, same, startManagedServer, type ManagedServer } from './managed-server.ts';

let server: RunningServer;
let place: ManagedServer;
beforeAll(async () => {
  place = await startManagedServer();
  ({ server } = place);
});
afterAll(() => server.close());

describe('a client that replaces its registration', () => {
  it('RFC7592-3: is all that it sends, through the normaliser; id, secret, date and token stay', async () => {
    const metadata = {
      ...confidentialClient,
      client_uri: 'https://workflows.example',
      contacts: ['a@workflows.example'],
    };
    const client = await registerManaged(server.issuer, metadata);
    const body = {
      client_id: client.client_id,
      client_secret: client.client_secret,
      client_name: 'Renamed',
      redirect_uris: ['https://workflows.example/new', 'http://127.0.0.1:9/cb'],
      grant_types: ['authorization_code', 'client_credentials'],
      token_endpoint_auth_method: 'client_secret_basic',
      shoe_size: 43,
      logo_uri: '',
    };
    const { client_uri: _uri, contacts: _contacts, ...kept } = client as Record<string, unknown>;
    const answer = await manage(client, 'PUT', { body });
    expect([answer.status, await answer.json()]).toEqual([
      200,
      {
        ...kept,
        client_name: 'Renamed',
        redirect_uris: body.redirect_uris,
        application_type: 'native',
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ]);
    expect(await json(manage(client, 'GET'))).not.toHaveProperty('client_uri');
    expect(place.events.at(-1)).toMatchObject({ name: 'client.updated', client_id: client.client_id });
    expect(place.events.at(-1)?.['changed']).toEqual(
      expect.arrayContaining(['redirect_uris', 'client_uri', 'contacts']),
    );
  });

  it('tells the operator of no change where a list is in another order alone', async () => {
    const redirect_uris = ['https://workflows.example/a', 'https://workflows.example/b'];
    const client = await registerManaged(server.issuer, { ...confidentialClient, redirect_uris });
    await manage(client, 'PUT', { body: { ...same(client), redirect_uris: redirect_uris.toReversed() } });
    expect(place.events.at(-1)).toMatchObject({ name: 'client.updated', client_id: client.client_id, changed: [] });
  });

  it('counts at the next request: the new redirect URI leads on, the old one no longer', async () => {
    const client = await registerManaged(server.issuer);
    const [before = '', after] = [confidentialClient.redirect_uris[0], 'https://workflows.example/new'];
    const asked = async (redirect_uri: string) =>
      (await fetch(authorizationRequest(server.issuer, client.client_id, { redirect_uri }).url, { redirect: 'manual' }))
        .status;
    expect([await asked(before), await asked(after)]).toEqual([303, 400]);
    await manage(client, 'PUT', { body: { ...same(client), redirect_uris: [after] } });
    expect([await asked(before), await asked(after)]).toEqual([400, 303]);
  });

  it.each<[string, (client: ManagedClient) => object]>([
    ['no id', () => ({ client_id: undefined })],
    ['another id', () => ({ client_id: 'dcr_other' })],
    ['a secret of its choice', () => ({ client_secret: 'mine' })],
    ['an empty secret', () => ({ client_secret: '' })],
    ['its token', (client) => ({ registration_access_token: client.registration_access_token })],
    ['its address', (client) => ({ registration_client_uri: client.registration_client_uri })],
    ['an end of its secret', () => ({ client_secret_expires_at: 0 })],
    ['a date', (client) => ({ client_id_issued_at: client['client_id_issued_at'] })],
    ['no authentication', () => ({ token_endpoint_auth_method: 'none' })],
    ['a method that is not offered', () => ({ token_endpoint_auth_method: 'client_secret_jwt' })],
    ['no redirect URI', () => ({ redirect_uris: [] })],
    ['a dangerous redirect URI', () => ({ redirect_uris: ['javascript:alert(1)'] })],
    ['machine grants', () => ({ grant_types: ['client_credentials'] })],
    ['keys at an address', () => ({ token_endpoint_auth_method: 'private_key_jwt', jwks_uri: 'https://a.example/k' })],
  ])('RFC7592-3: is refused %s, and stays as it was', async (_what, members) => {
    const client = await registerManaged(server.issuer);
    const answer = await manage(client, 'PUT', { body: { ...same(client), ...members(client) } });
    expect(answer.status).toBe(400);
    expect(['invalid_client_metadata', 'invalid_redirect_uri']).toContain((await json(answer))['error']);
    expect(await json(manage(client, 'GET'))).toEqual(client);
  });

  it.each([['[]'], ['null'], ['{"client_id":'], ['x'.repeat(100_000)]])('is refused the body %.20s', async (body) => {
    const client = await registerManaged(server.issuer);
    expect((await manage(client, 'PUT', { body })).status).toBe(400);
    expect(await json(manage(client, 'GET'))).toEqual(client);
  });

  it('moves from its secret to a key and back to another secret', async () => {
    const client = await registerManaged(server.issuer);
    const { jwk } = await clientKey();
    const byKey = { ...same(client), token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [jwk] } };
    const keyed = await json(manage(client, 'PUT', { body: byKey }));
    expect(keyed).toMatchObject({ token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [expect.anything()] } });
    expect(Object.keys(keyed).filter((member) => member.startsWith('client_secret'))).toEqual([]);
    expect(await json(manage(client, 'GET'))).toEqual(keyed);
    expect((await place.recordOf(client))?.['client_secret']).toBeNull();
    const again = await json(manage(client, 'PUT', { body: same(client) }));
    expect(again['client_secret']).toMatch(/^[\w-]{43}$/);
    expect(again['client_secret']).not.toBe(client.client_secret);
    expect(again).not.toHaveProperty('jwks');
  });

  it('is flagged when it takes the name of a known host, as one that registers so', async () => {
    const client = await registerManaged(server.issuer);
    await manage(client, 'PUT', { body: { ...same(client), client_name: 'Cl\u0430ude' } });
    expect(place.events.slice(-2).map(({ name }) => name)).toEqual(['client.updated', 'client.imitation_flagged']);
  });

  it('twenty times at once is in the end what one of them said, whole', async () => {
    const client = await registerManaged(server.issuer);
    const names = Array.from({ length: 20 }, (_, index) => `Name ${index}`);
    const bodies = names.map((name) => ({ ...same(client), client_name: name, software_id: name }));
    const answers = await Promise.all(bodies.map((body) => manage(client, 'PUT', { body })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const last = await json(manage(client, 'GET'));
    expect(last['software_id']).toBe(last['client_name']);
    expect(last['client_secret']).toBe(client.client_secret);
  });
});
