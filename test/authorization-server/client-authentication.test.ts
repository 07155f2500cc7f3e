/** How a client proves itself at the token endpoint (OAuth 2.1 §2.4). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { expectError } from '../support/expect-error.ts';
import {
  callback,
  obtainCode,
  postForm,
  publicClient,
  redeem,
  refresh,
  register,
  type Registered,
} from '../support/oauth-client.ts';

let server: RunningServer;

beforeAll(async () => {
  server = await startAuthorizationServer('https://orders.example.com/mcp');
});

afterAll(() => server.close());

describe('client authentication', () => {
  const confidential = { ...publicClient, token_endpoint_auth_method: 'client_secret_basic' };
  const basic = ({ client_id: id, client_secret: secret = '' }: Registered) =>
    `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;

  it('OAUTH21-17, HOST-16: an unknown client is 401 invalid_client', async () => {
    await expectError(
      await refresh(server.issuer, { client_id: 'dcr_gone', refresh_token: 'x' }),
      401,
      'invalid_client',
    );
  });

  it('HOST-08, OAUTH21-17, OAUTH21-18: a secret works in the header and in the body, and a wrong one nowhere', async () => {
    const own = await register(server.issuer, confidential);
    for (const way of ['basic', 'post'] as const) {
      const { code: value, verifier } = await obtainCode(server.issuer, own.client_id);
      const fields = { grant_type: 'authorization_code', redirect_uri: callback, code: value, code_verifier: verifier };
      const wrong = way === 'basic' ? basic({ ...own, client_secret: 'wrong' }) : undefined;
      const refused = await postForm(
        `${server.issuer}/token`,
        wrong ? fields : { ...fields, client_id: own.client_id, client_secret: 'wrong' },
        wrong ? { authorization: wrong } : {},
      );
      expect(refused.headers.get('www-authenticate') ?? '').toMatch(way === 'basic' ? /^Basic realm=/ : /^/);
      await expectError(refused, 401, 'invalid_client');
      const accepted = await postForm(
        `${server.issuer}/token`,
        way === 'basic' ? fields : { ...fields, client_id: own.client_id, client_secret: own.client_secret ?? '' },
        way === 'basic' ? { authorization: basic(own) } : {},
      );
      expect(accepted.status).toBe(200);
    }
  });

  it('OAUTH21-21, RFC8252-6: a confidential client without its secret is refused', async () => {
    const own = await register(server.issuer, confidential);
    const { code: value, verifier } = await obtainCode(server.issuer, own.client_id);
    await expectError(
      await redeem(server.issuer, { client_id: own.client_id, code: value, code_verifier: verifier }),
      401,
      'invalid_client',
    );
  });

  it('OAUTH21-19: two methods in one request are refused', async () => {
    const own = await register(server.issuer, confidential);
    const response = await postForm(
      `${server.issuer}/token`,
      {
        grant_type: 'refresh_token',
        refresh_token: 'x',
        client_id: own.client_id,
        client_secret: own.client_secret ?? '',
      },
      { authorization: basic(own) },
    );
    await expectError(response, 400, 'invalid_request');
  });
});
