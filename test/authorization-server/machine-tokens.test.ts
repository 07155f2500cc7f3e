/** Tokens without a person (RFC 6749 §4.4) for strangers: no way in leads to one. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { clientKey, type ClientKey } from '../support/client-assertion.ts';
import { expectError } from '../support/expect-error.ts';
import { callback, credentials, post, postForm, publicClient, register } from '../support/oauth-client.ts';
import { documentAt } from '../support/metadata-document.ts';

const resource = 'https://orders.example.com/mcp';
const url = 'https://host.example.com/oauth/client.json';
const machine = { grant_types: ['client_credentials'], token_endpoint_auth_method: 'client_secret_basic' };

let server: RunningServer;
let key: ClientKey;
beforeAll(async () => {
  key = await clientKey();
  const jwks = { keys: [key.jwk] };
  const grants = { grant_types: ['authorization_code', 'client_credentials'] };
  server = await startAuthorizationServer(resource, {
    clientIdMetadataDocuments: {
      pinned: [documentAt(url, { ...grants, token_endpoint_auth_method: 'private_key_jwt', jwks })],
    },
    clients: [{ client_id: 'configured', client_secret: 'a secret', redirect_uris: [callback] }],
  });
});
afterAll(() => server.close());

const askForToken = (fields: Record<string, string>, grant = 'client_credentials') =>
  postForm(`${server.issuer}/token`, { grant_type: grant, resource, scope: 'orders:read', ...fields });

describe('registration', () => {
  it('of a client for machine tokens alone is refused', async () => {
    for (const uris of [{ redirect_uris: [callback] }, { redirect_uris: [] }, {}]) {
      const answer = await post(`${server.issuer}/register`, { ...machine, ...uris });
      expect(answer.status).toBe(400);
    }
  });

  it('of one that also asks for codes leaves machine tokens out', async () => {
    const both = { ...machine, ...publicClient, grant_types: ['client_credentials', 'authorization_code'] };
    expect(await register(server.issuer, both)).toMatchObject({ grant_types: ['authorization_code'] });
  });
});

describe('the token endpoint', () => {
  it.each(['client_credentials', 'password', 'urn:ietf:params:oauth:grant-type:token-exchange', 'implicit'])(
    'OAUTH21-25, RFC9700-13: gives a client that registered itself nothing for %s',
    async (grant) => {
      const { token_endpoint_auth_method: method } = machine;
      const client = await register(server.issuer, { ...publicClient, token_endpoint_auth_method: method });
      await expectError(await askForToken(credentials(client), grant), 400, 'unsupported_grant_type');
    },
  );

  it('gives a public client, a configured one and one of the command nothing either', async () => {
    const { client_id } = await register(server.issuer);
    const added = await server.clients.add({ client_name: 'App', redirect_uris: [callback] });
    for (const client of [{ client_id }, { client_id: 'configured', client_secret: 'a secret' }, credentials(added)]) {
      await expectError(await askForToken(client), 400, 'unsupported_grant_type');
    }
  });

  it('gives a client with a metadata document nothing, whatever the document claims', async () => {
    const proof = await key.prove(url, server.issuer);
    await expectError(await askForToken({ ...proof }), 400, 'unsupported_grant_type');
  });
});
