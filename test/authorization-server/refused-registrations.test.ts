/** RFC 7591 §3.2.2 over HTTP: dangerous bodies are refused with the member's name. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { post, publicClient } from '../support/oauth-client.ts';

let server: RunningServer;

beforeAll(async () => {
  server = await startAuthorizationServer('https://orders.example.com/mcp', {
    registration: { privateUseRedirectUris: ['warehouse://oauth/callback'] },
  });
});

afterAll(() => server.close());

const registration = (body: unknown) => post(`${server.issuer}/register`, body);

async function refused(body: unknown): Promise<{ error: string; error_description: string }> {
  const response = await registration(body);
  expect(response.status).toBe(400);
  expect(response.headers.get('content-type')).toContain('application/json');
  return (await response.json()) as { error: string; error_description: string };
}

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
});
