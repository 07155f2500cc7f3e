/** RFC 7591 over HTTP: real hosts' bodies are mended and taken, dangerous ones refused with the member's name. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clientMetadataSchema } from '@granthouse/protocol';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { authorizationRequest, post, publicClient } from '../support/oauth-client.ts';
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
  return answer;
}

async function refused(body: unknown): Promise<{ error: string; error_description: string }> {
  const response = await registration(body);
  expect(response.status).toBe(400);
  expect(response.headers.get('content-type')).toContain('application/json');
  return (await response.json()) as { error: string; error_description: string };
}

describe('bodies that hosts send', () => {
  it.each(hostBodies)(
    'RFC7591-2, AS-19, RFC7591-1, RFC7591-4, RFC7591-7, HOST-06: $host registers, and gets its redirect URIs back as sent',
    async ({ body }) => {
      const answer = await accepted(body);
      expect(answer['redirect_uris']).toEqual(body['redirect_uris']);
      expect(answer['grant_types']).toEqual(['authorization_code', 'refresh_token']);
      expect(answer['response_types']).toEqual(['code']);
      expect(Object.values(answer)).not.toContain(null);
      expect(Object.values(answer)).not.toContain('');
      expect(clientMetadataSchema.safeParse(answer).success).toBe(true);
      const isPublic = body['token_endpoint_auth_method'] === 'none';
      expect('client_secret' in answer).toBe(!isPublic);
      expect('client_secret_expires_at' in answer).toBe(!isPublic);
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

  it('RFC7591-3: of response types, as of grant types, what is offered is kept', async () => {
    const asked = { ...publicClient, response_types: ['id_token', 'code', 'code id_token', 'token'] };
    expect(await (await registration(asked)).json()).toMatchObject({ response_types: ['code'] });
  });

  it('HOST-05, HOST-04: a registered scope is echoed, and never caps a later request', async () => {
    const answer = await accepted({ ...publicClient, scope: 'orders:read something:else' });
    expect(answer['scope']).toBe('orders:read something:else');
    const { url } = authorizationRequest(server.issuer, String(answer['client_id']), {
      scope: 'orders:read refunds:write',
    });
    expect((await fetch(url, { redirect: 'manual' })).headers.get('location')).toMatch(/\/interaction\//);
  });

  it('HOST-02, AS-20, RFC8252-6: a loopback redirect URI makes the client native, whatever it called itself', async () => {
    expect(await accepted({ ...publicClient, application_type: 'web' })).toMatchObject({ application_type: 'native' });
  });

  it('RFC7591-3, HOST-04: unknown members are ignored', async () => {
    const answer = await accepted({ ...publicClient, shoe_size: 43, id_token_signed_response_alg: 'RS256' });
    expect(answer).not.toHaveProperty('shoe_size');
  });

  it("takes an exact private-use URI from the operator's list", async () => {
    await accepted({ ...publicClient, redirect_uris: ['warehouse://oauth/callback'] });
  });

  it('RFC7592-1: promises no management that does not exist', async () => {
    const answer = await accepted(publicClient);
    expect(answer).not.toHaveProperty('registration_access_token');
    expect(answer).not.toHaveProperty('registration_client_uri');
    const read = await fetch(`${server.issuer}/register/${String(answer['client_id'])}`);
    expect(read.status).toBeGreaterThanOrEqual(400);
    expect(await read.text()).not.toContain('redirect_uris');
  });
});

describe('what is refused', () => {
  it.each([
    ['javascript:alert(1)'],
    ['data:text/html,hello'],
    ['file:///etc/passwd'],
    ['http://evil.example/callback'],
    ['http://localhost.evil.example/callback'],
    ['http://127.0.0.1.nip.io/callback'],
    ['http://127.0.0.1@evil.example/callback'],
    ['https://user:pass@app.example/callback'],
    ['https://app.example/callback#fragment'],
    ['https://*.example/callback'],
    ['cursor://evil/oauth/callback'],
    ['cursor://anysphere.cursor-mcp/oauth/callback?x=1'],
    ['warehouse://oauth/callback/other'],
    ['/relative'],
    [''],
    ['https://app.example/\ncallback'],
  ])('AS-24, RFC7591-8: the redirect URI %p, naming its place', async (uri) => {
    const answer = await refused({ ...publicClient, redirect_uris: ['https://app.example/callback', uri] });
    expect(answer.error).toBe('invalid_redirect_uri');
    expect(answer.error_description).toContain('redirect_uris[1]');
  });

  it.each([[undefined], [[]], ['https://app.example/callback'], [[42]], [[null]], [{}]])(
    'RFC7591-6: redirect_uris %j',
    async (redirect_uris) => {
      expect((await refused({ ...publicClient, redirect_uris })).error).toBe('invalid_redirect_uri');
    },
  );

  it('more redirect URIs than any host needs', async () => {
    const redirect_uris = Array.from({ length: 500 }, (_, index) => `https://app.example/${index}`);
    expect((await refused({ ...publicClient, redirect_uris })).error_description).toContain('20');
  });

  it('a machine client: nobody registers themselves for client_credentials', async () => {
    const answer = await refused({ grant_types: ['client_credentials'], redirect_uris: ['https://app.example/cb'] });
    expect(answer).toMatchObject({ error: 'invalid_client_metadata' });
    expect(answer.error_description).toContain('grant_types');
  });

  it('a response type other than code', async () => {
    const answer = await refused({ ...publicClient, response_types: ['token', 'id_token'] });
    expect(answer.error_description).toContain('response_types');
  });

  it.each([['client_secret_jwt'], ['tls_client_auth'], [7], [['none']]])('authentication by %j', async (method) => {
    const answer = await refused({ ...publicClient, token_endpoint_auth_method: method });
    expect(answer.error_description).toContain('token_endpoint_auth_method');
  });

  it('keys at an address: the server fetches nothing that a stranger names', async () => {
    const answer = await refused({
      ...publicClient,
      token_endpoint_auth_method: 'private_key_jwt',
      jwks_uri: 'http://169.254.169.254/keys',
    });
    expect(answer.error_description).toContain('jwks_uri is not fetched');
  });

  it.each([['[]'], ['"text"'], ['null'], ['{"redirect_uris":'], ['']])('a body of %p, with 400', async (body) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${server.issuer}/register`, { method: 'POST', headers, body });
    expect(response.status).toBe(400);
  });

  it('a body beyond the limit, without a 5xx', async () => {
    const response = await registration({ ...publicClient, client_name: 'x'.repeat(200_000) });
    expect(response.status).toBe(400);
  });

  it("RFC9700-22: choosing a client id or a secret of one's own", async () => {
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
  });
});
