/** The clients that the operator registers: judged like a registration, with a remedy, and never confused with those that registered themselves. */
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '@granthouse/protocol';
import type { NewClient } from '@granthouse/authorization-server';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { callback, register } from '../support/oauth-client.ts';

const resource = 'https://orders.example.com/mcp';

let server: RunningServer;
beforeAll(async () => {
  server = await startAuthorizationServer(resource);
});
afterAll(() => server.close());

const jwk = (curve = 'P-256') => generateKeyPairSync('ec', { namedCurve: curve }).publicKey.export({ format: 'jwk' });
const privateJwk = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
const rsa = (modulusLength: number) =>
  generateKeyPairSync('rsa', { modulusLength }).publicKey.export({ format: 'jwk' });
const ed25519 = () => generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });

const app = (more: Partial<NewClient>): NewClient => ({ client_name: 'App', redirect_uris: [callback], ...more });
const withKeys = (...keys: unknown[]) => app({ jwks: { keys } });

describe('a client that the operator registers', () => {
  it.each([
    ['https', ['https://platform.duvo.ai/v1/oauth/mcp/callback'], 'web'],
    ['loopback', ['http://127.0.0.1:3000/cb'], 'native'],
    ['a private scheme without a dot, as the operator wrote it', ['vscode://example.app/cb'], 'native'],
  ])('may redirect to %s, and gets codes and refresh tokens', async (_title, uris, type) => {
    const added = await server.clients.add(app({ redirect_uris: uris }));
    expect(added).toMatchObject({
      client_id: expect.stringMatching(/^client_[\w-]{16}$/),
      client_secret: expect.stringMatching(/^[\w-]{43}$/),
      redirect_uris: uris,
      application_type: type,
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'client_secret_basic',
    });
    const { client_secret: _toldOnce, ...kept } = added;
    expect(await server.clients.find(added.client_id)).toEqual(kept);
  });

  it.each([
    ['ES256', () => jwk()],
    ['RS256 or PS256', () => rsa(2048)],
    ['EdDSA', ed25519],
  ])('RFC7523: may prove itself by a key for %s', async (_algorithm, make) => {
    const added = await server.clients.add(withKeys(make()));
    expect(added).toMatchObject({ token_endpoint_auth_method: 'private_key_jwt' });
    expect(added).not.toHaveProperty('client_secret');
  });

  it.each<[string, NewClient, string, RegExp]>([
    ['http elsewhere', app({ redirect_uris: ['http://app.example/cb'] }), 'client.redirect_uris[0]', /is http/],
    ['a fragment', app({ redirect_uris: ['https://app.example/#x'] }), 'client.redirect_uris[0]', /fragment/],
    ['a script', app({ redirect_uris: ['javascript:alert(1)'] }), 'client.redirect_uris[0]', /never redirected/],
    ['no purpose', { client_name: 'App' }, 'client', /redirect_uris, or the one resource/],
    ['two purposes', app({ introspects: resource }), 'client', /redirect_uris, or the one resource/],
    ['no name', app({ client_name: '' }), 'client.client_name', /./],
    ['an id of those who register themselves', app({ client_id: 'dcr_mine' }), 'client.client_id', /neither dcr_/],
    ['an id with odd characters', app({ client_id: 'a:b' }), 'client.client_id', /letters, digits/],
    ['an unknown method', app({ token_endpoint_auth_method: 'x' }), 'client.token_endpoint_auth_method', /use one of/],
    [
      'a method by key without one',
      app({ token_endpoint_auth_method: 'private_key_jwt' }),
      'client',
      /belong together/,
    ],
    ['a key beside a secret', { ...withKeys(jwk()), token_endpoint_auth_method: 'none' }, 'client', /belong together/],
    ['no key set', app({ jwks: jwk() }), 'client.jwks.keys', /give a key set/],
    ['an empty key set', withKeys(), 'client.jwks.keys', /give a key set/],
    ['a private key', withKeys(privateJwk()), 'client.jwks.keys[0]', /private key.*public half/],
    ['a symmetric key', withKeys({ kty: 'oct', k: 'c2VjcmV0' }), 'client.jwks.keys[0]', /private key/],
    ['a key of another curve', withKeys(jwk('P-384')), 'client.jwks.keys[0]', /one of ES256/],
    ['a short key', withKeys(rsa(1024)), 'client.jwks.keys[0]', /one of ES256/],
    ['a broken key', withKeys({ kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }), 'client.jwks.keys[0]', /one of ES256/],
    ['an unknown resource', { client_name: 'S', introspects: 'https://o.example/' }, 'client.introspects', /one of/],
    [
      'a public resource server',
      { client_name: 'S', introspects: resource, token_endpoint_auth_method: 'none' },
      'client',
      /a secret or a key/,
    ],
    ['what the engine refuses', app({ redirect_uris: [callback, 'https://localhost/cb'] }), 'client', /localhost/],
  ])('%s is refused with a remedy, and nothing is kept', async (_title, wanted, path, remedy) => {
    const before = await server.clients.list();
    const error = await server.clients.add(wanted).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as ConfigurationError).path).toBe(path);
    expect((error as ConfigurationError).message).toMatch(remedy);
    expect(await server.clients.list()).toEqual(before);
  });

  it('is told apart from those that registered themselves, whatever they claim', async () => {
    const claimed = { redirect_uris: [callback], registeredBy: 'operator', introspects: resource, client_id: 'mine' };
    const { client_id: stranger } = await register(server.issuer, claimed);
    expect(await server.clients.find(stranger)).toBeUndefined();
    expect(await server.clients.rotateSecret(stranger)).toBeUndefined();
    expect((await server.clients.list()).map(({ client_id: id }) => id)).not.toContain(stranger);
    expect(await server.clients.countSelfRegistered()).toBe(1);
    expect(await server.clients.remove(stranger)).toBe(true);
    expect(await server.clients.countSelfRegistered()).toBe(0);
  });

  it('of parallel registrations under one id one is taken, and of parallel rotations one is told a secret', async () => {
    const adding = Array.from({ length: 5 }, () => server.clients.add(app({ client_id: 'race' })));
    const added = await Promise.allSettled(adding);
    expect(added.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const rotated = await Promise.all(Array.from({ length: 5 }, () => server.clients.rotateSecret('race')));
    expect(rotated.filter((secret) => secret !== undefined)).toHaveLength(1);
  });
});
