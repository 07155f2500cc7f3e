/** A secret that opens nothing of what is kept is a mistake, or the former one is lost: the operator says which, before anybody is asked to connect anew. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Connections, ConnectionsOptions } from '@granthouse/client/connections';
import type { StorageEngine } from '@granthouse/storage';
import { memoryEngine } from '@granthouse/storage/memory';
import { startSmallMcpServer, type SmallMcpServer } from '../../support/small-mcp-server.ts';
import { ada, bob, cy, startConnections } from '../../support/team.ts';

const [first, another, third] = ['the first', 'another', 'the third'].map(
  (which) => `${which} of the secrets for tests, long enough to be taken`,
) as [string, string, string];
const refusal = /connections\.secret: .* opens nothing .* start with the secret that sealed it/iu;

let kept: StorageEngine;
let server: SmallMcpServer;
let connections: Connections;
beforeEach(async () => {
  kept = memoryEngine();
  server = await startSmallMcpServer();
  connections = await startConnections(kept, { secret: first });
});
afterEach(async () => {
  await connections.close();
  await server.close();
});

const start = (options: Partial<ConnectionsOptions>) => startConnections(kept, options);
async function starts(options: Partial<ConnectionsOptions>): Promise<boolean> {
  await (await start(options)).close();
  return true;
}

const add = (kind: 'api-key' | 'oauth', given: object = {}) =>
  connections.add(ada, {
    name: 'Desk',
    url: server.url,
    authentication: { kind, ...given },
    ownership: 'personal',
  });

async function addWithKey(): Promise<string> {
  const { id } = await add('api-key');
  await connections.giveCredential(bob, id, { key: 'of-bob' });
  return id;
}

const ownClient = { clientId: 'own', clientSecret: 'of the client', issuer: 'https://login.northwind.example' };

it.each<[string, () => Promise<unknown>]>([
  ['a credential', addWithKey],
  ['the secret of a client', () => add('oauth', ownClient)],
])('stops the start when what is kept is %s, and harms nothing', async (_title, seal) => {
  await seal();
  await expect(start({ secret: another })).rejects.toThrow(refusal);
  await expect(start({ secret: another, otherSecrets: [third] })).rejects.toThrow(refusal);
  expect(await starts({ secret: first })).toBe(true);
});

it('takes the place of the former one that is named beside it, which then opens nothing', async () => {
  await addWithKey();
  expect(await starts({ secret: another, otherSecrets: [first] })).toBe(true);
  await expect(start({ secret: first })).rejects.toThrow(refusal);
});

it('takes the place of one that is lost when that is said, until somebody has connected', async () => {
  const id = await addWithKey();
  const anew = await start({ secret: another, isSecretLost: true });
  await expect(start({ secret: another })).rejects.toThrow(refusal);
  await anew.giveCredential(cy, id, { key: 'of-cy' });
  await anew.close();
  expect(await starts({ secret: another })).toBe(true);
});

it('is as good as any where nothing is sealed', async () => {
  await add('api-key');
  expect(await starts({ secret: another })).toBe(true);
});

it('is not mistaken for a wrong one when a connection leads elsewhere by now, so that nothing opens', async () => {
  const id = await addWithKey();
  await connections.change(ada, id, { url: `${server.url}/elsewhere` });
  expect(await starts({ secret: first })).toBe(true);
});
