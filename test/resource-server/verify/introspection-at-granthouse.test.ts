/** A guard that asks Granthouse's own authorization server: an end counts at once, whatever a signature still says (RFC 7662 §2, RFC 7009 §2). */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { protectedResource, type ProtectedResource } from '@granthouse/resource-server';
import { exportJWK, generateKeyPair } from 'jose';
import {
  billingServer,
  type Introspected,
  ordersServer,
  resource,
  startIntrospected,
} from '../../support/introspection.ts';
import { credentials, postForm } from '../../support/oauth-client.ts';

const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });

let here: Introspected;
beforeEach(async () => {
  here = await startIntrospected();
});
afterEach(() => here.server.close());

/** A resource server that the operator registers with a key in place of a secret. */
async function keyed(): Promise<object> {
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'key-1' }] };
  const { client_id: clientId } = await here.server.clients.add({ client_name: 'Orders', introspects: resource, jwks });
  return { clientId, privateKey: { ...(await exportJWK(privateKey)), kid: 'key-1' } };
}

const secretOf = (one: typeof ordersServer) => ({ clientId: one.client_id, clientSecret: one.client_secret });

function guardAsking(who: object): ProtectedResource {
  const introspection = { kinds: ['opaque', 'jwt'], cacheSeconds: 0, ...who } as never;
  return protectedResource({ resource, authorizationServers: [{ issuer: here.server.issuer, introspection }] });
}

async function outcomeOf(guard: ProtectedResource, token: string): Promise<unknown> {
  const headers = new Headers({ authorization: `Bearer ${token}` });
  const judged = await guard.authenticate({ method: 'POST', url: resource, headers });
  return judged instanceof Response ? judged.status : judged.scopes;
}

describe.each([
  ['a secret', () => Promise.resolve(secretOf(ordersServer))],
  ['a key', keyed],
])('a guard with %s', (_what, who) => {
  it('lets an access token through until it is revoked', async () => {
    const guard = guardAsking(await who());
    const { access_token: token } = here.tokens;
    expect(await outcomeOf(guard, token)).toEqual(['orders:read']);
    await postForm(`${here.server.issuer}/revoke`, { ...credentials(here.client), token });
    expect(await outcomeOf(guard, token)).toBe(401);
  });

  it('takes no refresh token, and nothing that was made up', async () => {
    const guard = guardAsking(await who());
    for (const token of [here.tokens.refresh_token, 'made-up', `${here.tokens.access_token}A`]) {
      expect(await outcomeOf(guard, token)).toBe(401);
    }
  });
});

it('a guard that may not ask about this resource lets nobody through', async () => {
  expect(await outcomeOf(guardAsking(secretOf(billingServer)), here.tokens.access_token)).toBe(401);
});

it('a guard with the wrong secret is away, and no token is to blame', async () => {
  const wrong = { clientId: ordersServer.client_id, clientSecret: 'the secret of another server' };
  expect(await outcomeOf(guardAsking(wrong), here.tokens.access_token)).toBe(503);
});
