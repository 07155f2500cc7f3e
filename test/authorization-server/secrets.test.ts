/** The operator's secrets at a start: what opens the store lets a server start, anything else stops it and says what to do. */
import { describe, expect, it } from '@jest/globals';
import { createAuthorizationServer, type AuthorizationServer } from '@granthouse/authorization-server';
import type { StorageEngine } from '@granthouse/storage';
import { memoryEngine } from '@granthouse/storage/memory';
import { orderDesk } from '../support/authorization-server.ts';

const [first, second, third] = ['first', 'second', 'third'].map((each) => `the ${each} secret, of 32 bytes or more`);

interface Secrets {
  readonly secret: string | undefined;
  readonly otherSecrets?: Array<string | undefined>;
}

function start(storage: StorageEngine, { secret = '', otherSecrets = [] }: Secrets): Promise<AuthorizationServer> {
  return createAuthorizationServer({
    issuer: 'https://login.example.com',
    storage,
    secret,
    otherSecrets: otherSecrets.map(String),
    resources: [{ resource: 'https://orders.example.com/mcp', ...orderDesk }],
  });
}

async function storeOf(secrets: Secrets): Promise<StorageEngine> {
  const storage = memoryEngine();
  await (await start(storage, secrets)).close();
  return storage;
}

describe('a server on a store of the first secret', () => {
  it.each<[string, Secrets]>([
    ['that secret', { secret: first }],
    ['the one to come beside it', { secret: first, otherSecrets: [second] }],
    ['a new one, and that one beside it', { secret: second, otherSecrets: [first] }],
    ['a new one, and that one among others', { secret: second, otherSecrets: [third, first] }],
  ])('starts with %s', async (_title, secrets) => {
    const server = await start(await storeOf({ secret: first }), secrets);
    expect(server.issuer).toBe('https://login.example.com');
    await server.close();
  });

  it.each<[string, Secrets]>([
    ['another one', { secret: second }],
    ['others alone', { secret: second, otherSecrets: [third] }],
    ['that secret and a byte more', { secret: `${first}!` }],
  ])('does not start with %s', async (_title, secrets) => {
    await expect(start(await storeOf({ secret: first }), secrets)).rejects.toMatchObject({
      path: 'authorizationServer.secret',
      found: 'a secret that does not open this store',
      remedy: expect.stringMatching(/secret that this store was made with.*among the other secrets.*empty store/),
    });
  });

  it('makes keys of its own in an empty store, under the new secret alone', async () => {
    const storage = await storeOf({ secret: second, otherSecrets: [first] });
    await (await start(storage, { secret: second })).close();
    await expect(start(storage, { secret: first })).rejects.toThrow('does not open this store');
  });
});
