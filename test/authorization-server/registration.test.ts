/** RFC 7591 over HTTP: real hosts' bodies are mended and taken, and the answer says what became of them. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clientInformationSchema } from '@granthouse/protocol';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { authorizationRequest, obtainTokens, post, publicClient, refresh } from '../support/oauth-client.ts';
import { hostBodies } from './host-bodies.ts';

let server: RunningServer;

beforeAll(async () => {
  server = await startAuthorizationServer('https://orders.example.com/mcp', {
    registration: { privateUseRedirectUris: ['warehouse://oauth/callback'] },
  });
});

afterAll(() => server.close());

const registration = (body: unknown) => post(`${server.issuer}/register`, body);

async function accepted(body: unknown): Promise<Record<string, unknown>> {
  const response = await registration(body);
  const answer = (await response.json()) as Record<string, unknown>;
  expect({ status: response.status, answer }).toMatchObject({ status: 201 });
  expect(response.headers.get('cache-control')).toContain('no-store');
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  return answer;
}

describe('bodies that hosts send', () => {
  it.each(hostBodies)(
    'RFC7591-2, AS-19, RFC7591-1, RFC7591-4, RFC7591-7, OAUTH21-20, RFC8252-6, HOST-06: $host registers, and gets its redirect URIs back as sent',
    async ({ body }) => {
      const answer = await accepted(body);
      for (const member of ['redirect_uris', 'client_name', 'client_uri', 'token_endpoint_auth_method'])
        expect(answer[member]).toEqual(body[member] ?? answer[member]);
      expect(answer['grant_types']).toEqual(['authorization_code', 'refresh_token']);
      expect(answer['response_types']).toEqual(['code']);
      expect(Object.values(answer)).not.toContain('');
      expect(clientInformationSchema.parse(answer)).toEqual(answer);
      const isPublic = body['token_endpoint_auth_method'] === 'none';
      const secret = { client_secret: expect.stringMatching(/^[\w-]{43,}$/), client_secret_expires_at: 0 };
      expect(answer).toMatchObject({ client_id: expect.stringMatching(/^dcr_/), ...(isPublic ? {} : secret) });
      expect('client_secret' in answer).toBe(!isPublic);
    },
  );

  it.each(hostBodies)('HOST-01: $host may authorize with each of its redirect URIs', async ({ body }) => {
    const { client_id: clientId } = await accepted(body);
    for (const redirect_uri of body['redirect_uris'] as string[]) {
      const { url } = authorizationRequest(server.issuer, String(clientId), { redirect_uri });
      const response = await fetch(url, { redirect: 'manual' });
      expect(response.status).toBe(303);
      expect(response.headers.get('location')).toMatch(/\/interaction\//);
    }
  });

  it('HOST-03: an empty scope and null members count as absent', async () => {
    const answer = await accepted({ ...publicClient, scope: '', client_uri: null, contacts: null, logo_uri: '' });
    expect(answer).not.toHaveProperty('scope');
    expect(answer).not.toHaveProperty('client_uri');
  });

  it('HOST-09, RFC7591-4: of response types, as of grant types, what is offered is kept', async () => {
    const asked = { ...publicClient, response_types: ['id_token', 'code', 'code id_token', 'token'] };
    expect(await (await registration(asked)).json()).toMatchObject({ response_types: ['code'] });
  });

  it('HOST-05, HOST-04: the known part of a registered scope is echoed, and never caps a later request', async () => {
    const answer = await accepted({ ...publicClient, scope: 'profile email claudeai orders:read' });
    expect(answer['scope']).toBe('profile email orders:read');
    const { url } = authorizationRequest(server.issuer, String(answer['client_id']), {
      scope: 'orders:read refunds:write',
    });
    expect((await fetch(url, { redirect: 'manual' })).headers.get('location')).toMatch(/\/interaction\//);
  });

  it.each(['web', 'native', undefined])(
    'HOST-02, AS-20: a loopback redirect URI makes the client native, although it called itself %j',
    async (application_type) => {
      for (const uri of ['http://localhost:1234/cb', 'http://127.0.0.1/cb', 'http://[::1]:1234/cb']) {
        const answer = await accepted({ ...publicClient, redirect_uris: [uri], application_type });
        expect(answer).toMatchObject({ application_type: 'native', redirect_uris: [uri] });
      }
    },
  );

  it('RFC7591-5: what is absent gets its default, and the answer says which', async () => {
    expect(await accepted({ redirect_uris: publicClient.redirect_uris })).toMatchObject({
      token_endpoint_auth_method: 'client_secret_basic',
      response_types: ['code'],
      grant_types: ['authorization_code', 'refresh_token'],
    });
  });

  it('HOST-17: a second registration ends nothing of the first', async () => {
    const { client, tokens } = await obtainTokens(server.issuer);
    await accepted(publicClient);
    const fields = { client_id: client.client_id, refresh_token: tokens.refresh_token };
    expect((await refresh(server.issuer, fields)).status).toBe(200);
  });

  it('RFC7591-3, HOST-04: unknown members are ignored', async () => {
    const answer = await accepted({ ...publicClient, shoe_size: 43, id_token_signed_response_alg: 'RS256' });
    expect(answer).not.toHaveProperty('shoe_size');
  });

  it("takes an exact private-use URI from the operator's list", async () => {
    await accepted({ ...publicClient, redirect_uris: ['warehouse://oauth/callback'] });
  });

  it('RFC7592-1, HOST-29: promises no management that does not exist', async () => {
    const answer = await accepted(publicClient);
    expect(answer).not.toHaveProperty('registration_access_token');
    expect(answer).not.toHaveProperty('registration_client_uri');
    const read = await fetch(`${server.issuer}/register/${String(answer['client_id'])}`);
    expect(read.status).toBeGreaterThanOrEqual(400);
    expect(await read.text()).not.toContain('redirect_uris');
  });

  it('RFC9700-22: the id and the secret are the server’s own choice', async () => {
    const answer = await accepted({
      ...publicClient,
      token_endpoint_auth_method: 'client_secret_post',
      client_id: 'https://claude.ai/oauth/client',
      client_secret: 'mine',
      client_id_issued_at: 1,
    });
    expect(answer['client_id']).toMatch(/^dcr_/);
    expect(answer['client_secret']).not.toBe('mine');
    expect(answer['client_id_issued_at']).not.toBe(1);
    const keys = { keys: [{ kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }] };
    const byKey = { ...publicClient, token_endpoint_auth_method: 'private_key_jwt', jwks: keys, client_secret: 'mine' };
    expect(await accepted(byKey)).not.toHaveProperty('client_secret');
  });
});
