/** Who may manage a registration: a client with a proof of its own, by its token alone (RFC 7592 §2, §3). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuthorizationServer, type RunningServer } from '../../support/authorization-server.ts';
import { clientKey } from '../../support/client-assertion.ts';
import { confidentialClient, manage, registerManaged } from '../../support/managed-client.ts';
import { register } from '../../support/oauth-client.ts';
import { json, same, startManagedServer, type ManagedServer } from './managed-server.ts';

let server: RunningServer;
let place: ManagedServer;
beforeAll(async () => {
  place = await startManagedServer();
  ({ server } = place);
});
afterAll(() => server.close());

describe('who gets an address and a token', () => {
  const key = clientKey();

  it.each([['client_secret_basic'], ['client_secret_post'], [undefined]])(
    'RFC7592-1, HOST-29: a client with a secret (%s), and both work',
    async (token_endpoint_auth_method) => {
      const client = await registerManaged(server.issuer, { ...confidentialClient, token_endpoint_auth_method });
      expect(client.registration_client_uri).toBe(`${server.issuer}/register/${client.client_id}`);
      const answer = await manage(client, 'GET');
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
      expect(await answer.json()).toEqual(client);
    },
  );

  it('RFC7592-1: a client with a key', async () => {
    const jwks = { keys: [(await key).jwk] };
    const metadata = { ...confidentialClient, token_endpoint_auth_method: 'private_key_jwt', jwks };
    const client = await registerManaged(server.issuer, metadata);
    expect(await json(manage(client, 'GET'))).toEqual(client);
  });

  it('RFC7592-1, HOST-29: never a public one, which many share', async () => {
    const client = await register(server.issuer);
    expect(Object.keys(client).filter((member) => member.startsWith('registration_'))).toEqual([]);
    const own = await registerManaged(server.issuer);
    const address = `${server.issuer}/register/${client.client_id}`;
    for (const method of ['GET', 'PUT', 'DELETE']) {
      expect((await manage({ ...own, registration_client_uri: address }, method)).status).toBe(401);
    }
    expect(await register(server.issuer)).toEqual(client);
  });

  it('below the path of the issuer, where it has one', async () => {
    const { port } = new URL(server.issuer);
    const below = await startAuthorizationServer('https://orders.example.com/mcp', {
      issuer: `http://localhost:${Number(port) + 1}/auth`,
    });
    const client = await registerManaged(below.issuer);
    expect(client.registration_client_uri).toBe(`${below.issuer}/register/${client.client_id}`);
    expect((await manage(client, 'GET')).status).toBe(200);
    await below.close();
  });
});

describe('whoever does not hold the token', () => {
  it.each(['GET', 'PUT', 'DELETE'])('RFC7592-2: gets 401 for %s, and learns nothing', async (method) => {
    const [client, other] = [await registerManaged(server.issuer), await registerManaged(server.issuer)];
    const gone = { ...client, registration_client_uri: `${server.issuer}/register/dcr_nobody` };
    const body = method === 'PUT' ? { ...same(client), client_name: 'Evil' } : undefined;
    const token = other.registration_access_token;
    const attempts = [
      manage(client, method, { body, token }),
      manage(client, method, { body, token: 'x' }),
      manage(gone, method, { body }),
    ];
    const answers = await Promise.all(attempts.map(async (attempt) => [(await attempt).status, await json(attempt)]));
    const alike = answers.map((answer) => JSON.stringify(answer).replace(/reference [\da-f]{12}/, ''));
    expect(new Set(alike).size).toBe(1);
    expect(answers[0]).toEqual([401, expect.objectContaining({ error: 'invalid_token' })]);
    const [wrong, missing] = [
      await manage(client, method, { token: 'x' }),
      await manage(client, method, { token: '' }),
    ];
    expect(wrong.headers.get('www-authenticate')).toMatch(/^Bearer realm="[^"]+", error="invalid_token"/);
    expect([missing.status, missing.headers.get('www-authenticate')]).toEqual([401, `Bearer realm="${server.issuer}"`]);
    expect(await json(manage(client, 'GET'))).toEqual(client);
  });

  it.each([['Basic eDp5'], ['bearer'], ['Bearer a b'], ['Bearer  a, Bearer b'], ['Bearer ä']])(
    'RFC7592-2: gets no further with %j',
    async (authorization) => {
      const client = await registerManaged(server.issuer);
      const headers = { authorization: Buffer.from(authorization).toString('latin1') };
      const { status } = await fetch(client.registration_client_uri, { headers });
      expect([400, 401]).toContain(status);
    },
  );

  it('finds no token in the store, in the log or in an event', async () => {
    const client = await registerManaged(server.issuer);
    await manage(client, 'PUT', { body: same(client) });
    const kept = JSON.stringify([await place.recordOf(client), server.logged, place.events]);
    expect(kept).not.toContain(client.registration_access_token);
    expect(kept).not.toContain(client.client_secret);
  });
});

describe('a program in a browser', () => {
  it('may call a management address from any origin, and reads its refusals', async () => {
    const client = await registerManaged(server.issuer);
    const origin = 'https://app.example.com';
    const headers = {
      origin,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'authorization',
    };
    const preflight = await fetch(client.registration_client_uri, { method: 'OPTIONS', headers });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-methods')).toBe('GET, PUT, DELETE, OPTIONS');
    expect(preflight.headers.get('access-control-allow-headers')).toContain('Authorization');
    const refused = await fetch(client.registration_client_uri, { headers: { origin, accept: 'text/html' } });
    expect(refused.headers.get('access-control-allow-origin')).toBe('*');
    expect(refused.headers.get('access-control-expose-headers')).toContain('WWW-Authenticate');
    expect(refused.headers.get('content-type')).toMatch(/^application\/json/);
  });

  it.each(['POST', 'PATCH'])('is told that nothing is there for %s', async (method) => {
    const client = await registerManaged(server.issuer);
    expect((await manage(client, method, { body: {} })).status).toBe(404);
  });
});
