/** Options: a wrong one stops the start, and says where it is, what was found (secrets hidden) and what would do. */
import { describe, expect, it } from '@jest/globals';
import { createAuthorizationServer, type AuthorizationServerOptions } from '@granthouse/authorization-server';
import { ConfigurationError } from '@granthouse/protocol';
import { memoryEngine } from '@granthouse/storage/memory';
import { orderDesk } from '../support/authorization-server.ts';

const callback = 'https://platform.duvo.ai/v1/oauth/mcp/callback';

const good = (): AuthorizationServerOptions => ({
  issuer: 'https://login.example.com',
  storage: memoryEngine(),
  secret: 'a secret for tests, long enough to be taken',
  resources: [{ resource: 'https://orders.example.com/mcp', ...orderDesk }],
});

async function problem(options: object): Promise<ConfigurationError> {
  const error = await createAuthorizationServer({ ...good(), ...options }).then(
    async (server) => {
      await server.close();
      return undefined;
    },
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ConfigurationError);
  return error as ConfigurationError;
}

describe('createAuthorizationServer', () => {
  it('starts with four options', async () => {
    const server = await createAuthorizationServer(good());
    expect(server.issuer).toBe('https://login.example.com');
    await server.close();
    await server.close();
  });

  it.each(['https://login.example.com/auth', 'http://localhost:9400/login/oidc', 'https://h.example/a-b/c.d/~e_F'])(
    'RFC8414-1: takes the issuer %s as it is written',
    async (issuer) => {
      const server = await createAuthorizationServer({ ...good(), issuer });
      expect(server.issuer).toBe(issuer);
      await server.close();
    },
  );

  it.each([
    ['no issuer', { issuer: undefined }, 'authorizationServer.issuer'],
    ['AS-23: http on a public host', { issuer: 'http://login.example.com' }, 'authorizationServer.issuer'],
    ['RFC8414-1: a query', { issuer: 'https://login.example.com?x=1' }, 'authorizationServer.issuer'],
    [
      'RFC8414-1: a trailing slash, which no client would compare equal',
      { issuer: 'https://login.example.com/' },
      'authorizationServer.issuer',
    ],
    ['a path with a slash at its end', { issuer: 'https://login.example.com/auth/' }, 'authorizationServer.issuer'],
    ['a path with dot segments', { issuer: 'https://login.example.com/a/../auth' }, 'authorizationServer.issuer'],
    ['encoded dot segments', { issuer: 'https://login.example.com/a/%2e%2e/auth' }, 'authorizationServer.issuer'],
    ['a path with an empty segment', { issuer: 'https://login.example.com//auth' }, 'authorizationServer.issuer'],
    ['an encoded letter in the path', { issuer: 'https://login.example.com/%61uth' }, 'authorizationServer.issuer'],
    ['an encoded slash in the path', { issuer: 'https://login.example.com/a%2Fb' }, 'authorizationServer.issuer'],
    ['a backslash in the path', { issuer: 'https://login.example.com/a\\b' }, 'authorizationServer.issuer'],
    ["a path that ends a cookie's Path", { issuer: 'https://login.example.com/a;b' }, 'authorizationServer.issuer'],
    ['letters outside ASCII in the path', { issuer: 'https://login.example.com/ä' }, 'authorizationServer.issuer'],
    [
      'a path where the metadata documents are',
      { issuer: 'https://login.example.com/.well-known/auth' },
      'authorizationServer.issuer',
    ],
    ['an upper-case host', { issuer: 'https://Login.example.com' }, 'authorizationServer.issuer'],
    ['a short secret', { secret: 'short' }, 'authorizationServer.secret'],
    ['a short other secret', { otherSecrets: ['short'] }, 'authorizationServer.otherSecrets[0]'],
    [
      'the secret among the others',
      { otherSecrets: [Buffer.from(good().secret)] },
      'authorizationServer.otherSecrets[0]',
    ],
    ['no resource', { resources: [] }, 'authorizationServer.resources'],
    [
      'a resource with a fragment',
      { resources: [{ resource: 'https://o.example/mcp#x', ...orderDesk }] },
      'authorizationServer.resources[0].resource',
    ],
    [
      'a default scope that does not exist',
      { resources: [{ resource: 'https://o.example/mcp', ...orderDesk, defaultScopes: ['x'] }] },
      'authorizationServer.resources[0]',
    ],
    [
      'a scope with a space',
      {
        resources: [{ resource: 'https://o.example/mcp', ...orderDesk, scopes: { 'a b': { description: 'See all' } } }],
      },
      'authorizationServer.resources[0].scopes',
    ],
    [
      'one resource twice',
      {
        resources: [
          { resource: 'https://o.example/mcp', ...orderDesk },
          { resource: 'https://o.example/mcp/', ...orderDesk },
        ],
      },
      'authorizationServer.resources',
    ],
    ['a proxy that is no address', { trustedProxies: ['loadbalancer'] }, 'authorizationServer.trustedProxies[0]'],
    ['an option that does not exist', { issuerr: 'x' }, 'authorizationServer.issuerr'],
    [
      'a pre-filled person on a public issuer',
      { dangerouslyPrefilledPerson: { login: 'a', password: 'b' } },
      'authorizationServer.dangerouslyPrefilledPerson',
    ],
    [
      'a pre-registered client without a secret',
      { clients: [{ client_id: 'duvo', redirect_uris: ['https://platform.duvo.ai/v1/oauth/mcp/callback'] }] },
      'authorizationServer',
    ],
    [
      'RFC9700-2: a pre-registered client that redirects to http',
      { clients: [{ client_id: 'x', redirect_uris: ['http://app.example/cb'], token_endpoint_auth_method: 'none' }] },
      'authorizationServer.clients[0]',
    ],
    ...(
      [
        ['an id that only clients which registered themselves have', { client_id: 'dcr_x', redirect_uris: [callback] }],
        [
          'machine tokens',
          {
            client_id: 'x',
            client_secret: 'x',
            redirect_uris: [callback],
            grant_types: ['authorization_code', 'client_credentials'],
          },
        ],
        ['neither a redirect URI nor a resource to introspect', { client_id: 'x' }],
        ['both', { client_id: 'x', redirect_uris: [callback], introspects: 'https://orders.example.com/mcp' }],
        [
          'a resource that does not exist',
          { client_id: 'x', client_secret: 'x', introspects: 'https://o.example/mcp' },
        ],
        [
          'no secret, but a resource',
          { client_id: 'x', introspects: 'https://orders.example.com/mcp', token_endpoint_auth_method: 'none' },
        ],
      ] as const
    ).map(
      ([title, client]) =>
        [`a pre-registered client with ${title}`, { clients: [client] }, 'authorizationServer.clients[0]'] as const,
    ),
  ] as ReadonlyArray<readonly [string, object, string]>)('%s stops the start', async (_title, options, path) => {
    const error = await problem(options);
    expect(error.path.startsWith(path)).toBe(true);
    expect(error.remedy).not.toBe('');
  });

  it.each([
    [{ resources: [{ resource: '/mcp', ...orderDesk }] }, 'write it like https://orders.example.com/mcp'],
    [
      { clients: [{ client_id: 'app', redirect_uris: ['callback'] }] },
      'write it like https://app.example.com/callback',
    ],
  ])('shows how an address is written: %j', async (options, remedy) => {
    expect((await problem(options)).remedy).toContain(remedy);
  });

  it('never shows a secret in what it says', async () => {
    expect((await problem({ secret: 'hunter2' })).message).not.toContain('hunter2');
  });

  it('keeps its signing key over a restart', async () => {
    const storage = memoryEngine();
    const kids = [];
    for (let start = 0; start < 2; start += 1) {
      const server = await createAuthorizationServer({ ...good(), storage, issuer: 'http://localhost:9499' });
      const { port } = await server.listen(0);
      const headers = { host: 'localhost:9499' };
      kids.push(await keyOf(port, headers));
      await server.close();
    }
    expect(kids[0]).toBe(kids[1]);
  });
});

/** By node's client, because fetch sets its own Host. */
async function keyOf(port: number, headers: Record<string, string>): Promise<string> {
  const { request } = await import('node:http');
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: '/jwks', headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.on('end', () => resolve(text));
    })
      .on('error', reject)
      .end();
  });
}
