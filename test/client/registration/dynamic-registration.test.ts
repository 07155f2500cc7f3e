/** What a client says of itself when it registers, and what it makes of every answer. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ClientIdentity, discover, guardedFetch, register } from '@granthouse/client';
import { documents, json, page, type ScriptedHouse, startScriptedHouse } from '../../support/scripted-house.ts';

const network = guardedFetch({ besides: 'loopback' });
const { fetch } = network;
const redirectUri = 'https://registry.example/callback';
const identity: ClientIdentity = { name: 'A registry', redirectUri };
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

describe('a registration', () => {
  it('CL-7, CL-14: says what the client is, and that it wants refresh tokens', async () => {
    await registered({}, ['read', 'write']);
    expect(sent()).toEqual([
      {
        client_name: 'A registry',
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'none',
        application_type: 'web',
        scope: 'read write',
      },
    ]);
  });

  it('CL-7: on a person’s own machine is that of a native application', async () => {
    await registered({ redirectUri: 'http://127.0.0.1:7777/callback' });
    expect(sent()).toMatchObject([{ application_type: 'native' }]);
  });

  it('asks to be a client with a secret where the server takes no other', async () => {
    house.change(documents.server, {
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
    });
    const end = 2_000_000_000;
    const answer = { client_id: 'x', client_secret: 'y', client_secret_expires_at: end };
    house.routes['POST /register'] = json({ ...answer, token_endpoint_auth_method: 'client_secret_post' });
    const client = await registered();
    expect(sent()).toMatchObject([{ token_endpoint_auth_method: 'client_secret_post' }]);
    expect(client).toMatchObject({ clientSecret: 'y', method: 'client_secret_post', secretExpiresAt: 1000 * end });
  });

  it('asks to show its secret in the body where the server takes it in both places', async () => {
    const methods = ['client_secret_basic', 'client_secret_post'];
    house.change(documents.server, { token_endpoint_auth_methods_supported: methods });
    await registered();
    expect(sent()).toMatchObject([{ token_endpoint_auth_method: 'client_secret_post' }]);
  });

  it.each(['invalid_client_metadata', 'invalid_scope', 'invalid_request'])(
    'CL-7: that is refused with %s is tried once more, with nothing but what RFC 7591 lists',
    async (error) => {
      const refuse = house.routes['POST /register'];
      house.routes['POST /register'] = (asked) =>
        asked.body.includes('application_type')
          ? Response.json({ error }, { status: 400 })
          : (refuse?.(asked) ?? new Response());
      expect(await registered({}, ['read'])).toMatchObject({ clientId: 'registered' });
      expect(Object.keys(sent()[1] ?? {}).toSorted()).toEqual([
        'client_name',
        'grant_types',
        'redirect_uris',
        'response_types',
      ]);
    },
  );

  it.each([
    ['a redirect URI that is not taken', json({ error: 'invalid_redirect_uri' }, { status: 400 }), 1],
    ['all that is tried', json({ error: 'invalid_client_metadata' }, { status: 400 }), 2],
    ['those without an initial token', json({ error: 'invalid_token' }, { status: 401 }), 1],
    ['with a status alone', () => new Response(null, { status: 403 }), 1],
    ['with a page', page(200), 1],
    ['with an error and status 200', json({ error: 'invalid_redirect_uri' }), 1],
    ['with no id', json({ client_id: '' }, { status: 201 }), 1],
    ['by sending elsewhere', () => new Response(null, { status: 307, headers: { location: '/elsewhere' } }), 1],
  ])('CL-7: may be refused: %s', async (_title, answer, times) => {
    house.routes['POST /register'] = answer;
    await expect(registered()).rejects.toMatchObject({ code: 'registration_refused' });
    expect(sent()).toHaveLength(times);
  });

  it('tells the status where a refusal has no code', async () => {
    house.routes['POST /register'] = () => new Response(null, { status: 403 });
    const error: unknown = await registered().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ message: expect.stringContaining('status 403'), details: { status: 403 } });
    expect(error).not.toHaveProperty('details.error');
  });

  it('shows nothing of a refusal but its code', async () => {
    const answer = { error: 'see https://evil.example to go on', error_description: 'secret' };
    house.routes['POST /register'] = json(answer, { status: 400 });
    const error: unknown = await registered().catch((reason: unknown) => reason);
    expect(JSON.stringify([error, String(error)])).not.toMatch(/evil|secret/u);
  });

  it.each([
    ['nulls and empty texts', { client_secret: null, client_uri: '', scope: null, jwks: null }, { method: 'none' }],
    ['a secret that nobody asked for', { client_secret: 'y', token_endpoint_auth_method: 'none' }, { method: 'none' }],
    ['a secret without an end', { client_secret: 'y' }, { method: 'client_secret_basic', clientSecret: 'y' }],
    ['a secret that never ends', { client_secret: 'y', client_secret_expires_at: 0 }, { clientSecret: 'y' }],
  ])('is understood when it is answered with %s', async (_title, members, expected) => {
    const { token_endpoint_auth_method: method, ...rest } = { token_endpoint_auth_method: undefined, ...members };
    house.routes['POST /register'] = json({
      client_id: 'x',
      ...rest,
      ...(method && { token_endpoint_auth_method: method }),
    });
    const client = await registered();
    expect(client).toMatchObject({ clientId: 'x', ...expected });
    expect(client).not.toHaveProperty('secretExpiresAt');
  });

  it('CL-15: is sent to no address inside the network', async () => {
    house.change(documents.server, { registration_endpoint: 'https://169.254.169.254/latest' });
    await expect(registered()).rejects.toMatchObject({ code: 'not_allowed' });
  });
});
