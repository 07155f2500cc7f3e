/** A refresh token at the server that issued it: what is asked, what is kept of the answer, and how it is taken back. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Authorization, guardedFetch, refreshAuthorization, revokeAuthorization } from '@granthouse/client';
import { anAuthorization } from '../../support/keeper-contract.ts';
import { documents, json, page, type ScriptedHouse, startScriptedHouse } from '../../support/scripted-house.ts';

const network = guardedFetch({ besides: 'loopback' });
const { fetch } = network;
const now = () => 1_000_000;
let house: ScriptedHouse;

beforeEach(async () => {
  house = await startScriptedHouse();
});
afterEach(() => house.close());
afterAll(() => network.close());

function held(client: Partial<Authorization['client']> = {}): Authorization {
  const tokens = { accessToken: 'first', refreshToken: 'refresh', scope: ['read', 'write'] };
  const known = { ...anAuthorization.client, issuer: house.origin, clientId: 'a client:1', ...client };
  return { ...anAuthorization, issuer: house.origin, resource: house.endpoint.href, client: known, tokens };
}

const refreshed = (authorization = held()) => refreshAuthorization(authorization, { fetch, now });
const answering = (members: object) => (house.routes['POST /token'] = json({ token_type: 'bearer', ...members }));

describe('a refresh', () => {
  it('CL-10, CL-14: names the resource, and asks for no other scope', async () => {
    await refreshed();
    expect(house.forms('/token').map((form) => Object.fromEntries(form))).toEqual([
      { grant_type: 'refresh_token', refresh_token: 'refresh', resource: house.endpoint.href, client_id: 'a client:1' },
    ]);
  });

  it('CL-14: brings the token to the issuer it is of, whatever the resource names now', async () => {
    const stranger = await startScriptedHouse();
    house.change(documents.resource, { authorization_servers: [stranger.origin] });
    await refreshed();
    expect(house.forms('/token')).toHaveLength(1);
    expect(stranger.asked).toEqual([]);
    await stranger.close();
  });

  it('CL-14: brings it nowhere when the metadata has become that of another issuer', async () => {
    house.change(documents.server, { issuer: 'https://stranger.example', token_endpoint: `${house.origin}/stolen` });
    await expect(refreshed()).rejects.toMatchObject({ code: 'metadata_invalid' });
    expect(house.forms('/stolen')).toEqual([]);
  });

  it('CL-15: brings it to no address inside the network', async () => {
    house.change(documents.server, { token_endpoint: 'https://192.168.0.1/token' });
    await expect(refreshed()).rejects.toMatchObject({ code: 'not_allowed' });
  });

  it.each([{}, { scope: '' }, { scope: null, refresh_token: '' }])(
    'keeps what the answer leaves out: %j',
    async (rest) => {
      answering({ access_token: 'next', ...rest });
      const { tokens } = await refreshed();
      expect(tokens).toEqual({ accessToken: 'next', refreshToken: 'refresh', scope: ['read', 'write'] });
    },
  );

  it('takes what the answer brings', async () => {
    answering({ access_token: 'next', refresh_token: 'rotated', expires_in: '60', scope: 'read' });
    const { tokens } = await refreshed();
    expect(tokens).toEqual({ accessToken: 'next', refreshToken: 'rotated', expiresAt: 1_060_000, scope: ['read'] });
  });

  it.each([null, '', -1, 'soon', {}, [], 1e14, 1e300, '9'.repeat(400)])(
    'takes no life from what is none: %j',
    async (lifetime) => {
      answering({ access_token: 'next', expires_in: lifetime, refresh_token: null, scope: null });
      expect((await refreshed()).tokens).not.toHaveProperty('expiresAt');
    },
  );

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'is refused for a reason of its own where the server names a member of each object: %s',
    async (error) => {
      house.routes['POST /token'] = json({ error }, { status: 400 });
      await expect(refreshed()).rejects.toMatchObject({ code: 'token_refused', details: { error } });
    },
  );

  it('shows the secret of the client in the header, both of them encoded as forms are (RFC 6749 §2.3.1)', async () => {
    await refreshed(held({ method: 'client_secret_basic', clientSecret: 's:cret' }));
    const asked = house.asked.find(({ what }) => what === 'POST /token');
    const [, credentials = ''] = asked?.headers.get('authorization')?.split('Basic ') ?? [];
    expect(Buffer.from(credentials, 'base64').toString()).toBe('a+client%3A1:s%3Acret');
    expect(asked?.body).not.toContain('cret');
  });

  it('names the client in the form as well, for servers that know it by that alone', async () => {
    await refreshed(held({ method: 'client_secret_basic', clientSecret: 's:cret' }));
    expect(house.forms('/token').map((form) => form.get('client_id'))).toEqual(['a client:1']);
  });

  it('shows it in the form where the server wants it there', async () => {
    await refreshed(held({ method: 'client_secret_post', clientSecret: 's:cret' }));
    const [form] = house.forms('/token');
    expect([form?.get('client_id'), form?.get('client_secret')]).toEqual(['a client:1', 's:cret']);
  });
});

describe('a revocation', () => {
  const revoked = (authorization = held()) => revokeAuthorization(authorization, fetch);
  const named = () => house.forms('/revoke').map((form) => [form.get('token'), form.get('token_type_hint')]);

  it('names the refresh token, and the access token that may outlive it', async () => {
    expect(await revoked()).toBe(true);
    expect(named()).toEqual([
      ['refresh', 'refresh_token'],
      ['first', 'access_token'],
    ]);
  });

  it('names the access token where there is no other', async () => {
    const { refreshToken: _none, ...tokens } = held().tokens;
    expect(await revoked({ ...held(), tokens })).toBe(true);
    expect(named()).toEqual([['first', 'access_token']]);
  });

  it('has happened when the server ends no access tokens', async () => {
    house.routes['POST /revoke'] = ({ body }) =>
      body.includes('access_token')
        ? Response.json({ error: 'unsupported_token_type' }, { status: 400 })
        : new Response();
    expect(await revoked()).toBe(true);
  });

  it.each([
    ['refuses', json({ error: 'invalid_client' }, { status: 401 })],
    ['stumbles', page(503)],
    ['sends elsewhere', () => new Response(null, { status: 302, headers: { location: '/' } })],
  ])('has not happened when the server %s', async (_title, answer) => {
    house.routes['POST /revoke'] = answer;
    expect(await revoked()).toBe(false);
  });

  it('has not happened where the server has no such endpoint', async () => {
    house.change(documents.server, { revocation_endpoint: undefined });
    expect(await revoked()).toBe(false);
  });
});
