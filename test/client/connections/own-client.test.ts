/** A client that an admin gives: it is of the authorization server that they name beside it, and is shown to no other. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Connections, NewAuthentication } from '@granthouse/client/connections';
import type { Document } from '@granthouse/storage';
import { memoryEngine } from '@granthouse/storage/memory';
import { documents, startScriptedHouse, type ScriptedHouse } from '../../support/scripted-house.ts';
import { ada, bob, startConnections } from '../../support/team.ts';

/** The MCP server with the authorization server that gave the client, and one that wants its secret. */
let house: ScriptedHouse;
let thief: ScriptedHouse;
let connections: Connections;
let id: string;
const storage = memoryEngine();

beforeEach(async () => {
  [house, thief, connections] = await Promise.all([
    startScriptedHouse(),
    startScriptedHouse(),
    startConnections(storage),
  ]);
  ({ id } = await add({ ...own, issuer: house.origin }));
});
afterEach(async () => {
  await connections.remove(ada, id);
  await Promise.all([connections, house, thief].map((each) => each.close()));
});

const own = { clientId: 'own', clientSecret: 'own secret' };

const add = (client: Omit<Extract<NewAuthentication, { kind: 'oauth' }>, 'kind'>) => {
  const authentication = { kind: 'oauth', ...client } as const;
  return connections.add(ada, { name: 'Desk', url: house.endpoint.href, authentication, ownership: 'personal' });
};

const turnTo = ({ origin }: ScriptedHouse) => house.change(documents.resource, { authorization_servers: [origin] });

/** As whoever answers at that server would have it. */
async function signInAt(server: ScriptedHouse) {
  const { url, binding } = await connections.beginSignIn(bob, id);
  return connections.finishSignIn(bob, server.answerTo(url), binding);
}

const posted = ({ asked }: ScriptedHouse) => asked.filter(({ what }) => what.startsWith('POST'));
const proofs = ({ asked }: ScriptedHouse) =>
  asked.filter(({ what }) => what === 'POST /token').map(({ headers }) => headers.get('authorization'));
const proof = `Basic ${Buffer.from('own:own+secret').toString('base64')}`;

describe('a client of one’s own', () => {
  it('CL-8: goes to no other server that the resource names before anybody has signed in', async () => {
    turnTo(thief);
    const refused = await signInAt(thief).catch((error: unknown) => error);
    expect(posted(thief)).toEqual([]);
    expect(refused).toMatchObject({ code: 'client_needed', details: { clientIssuer: house.origin } });
    turnTo(house);
    await signInAt(house);
    expect(proofs(house)[0]).toBe(proof);
  });

  it('CL-8: goes to no other server afterwards, nor when another issuer is named and the secret is not', async () => {
    await signInAt(house);
    turnTo(thief);
    await expect(connections.beginSignIn(bob, id)).rejects.toMatchObject({ code: 'client_needed' });
    await connections.change(ada, id, {
      authentication: { kind: 'oauth', clientId: 'own', issuer: thief.origin },
    });
    await signInAt(thief);
    expect(proofs(thief)[0]).toBeNull();
    expect(JSON.stringify(thief.asked)).not.toMatch(/own\+secret|own secret/);
  });

  it('shows its issuer, never its secret, and keeps both when the name alone is changed', async () => {
    const { authentication } = await connections.change(ada, id, { name: 'Desk 2' });
    expect(authentication).toEqual({ kind: 'oauth', clientId: 'own', issuer: house.origin });
    await signInAt(house);
    expect(proofs(house)[0]).toBe(proof);
  });

  it.each([
    ['nobody', (authentication: object) => ({ ...authentication, issuer: undefined })],
    ['a thief', (authentication: object) => ({ ...authentication, issuer: thief.origin })],
  ])('CL-8: whose record is of %s by now is used nowhere', async (_, changed) => {
    const store = await storage.open({ connection: { indexes: ['id'] } });
    const record = (await store.list('connection')).items[0];
    const authentication = changed(record?.document['authentication'] as object) as Document;
    await store.put('connection', record?.id ?? '', { ...record?.document, authentication });
    turnTo(thief);
    await expect(connections.beginSignIn(bob, id)).rejects.toMatchObject({ code: 'client_needed' });
    expect(posted(thief)).toEqual([]);
  });

  it.each([
    ['issuer', own],
    ['issuer', { clientId: 'own' }],
    ['issuer', { ...own, issuer: 'auth.example.com' }],
    ['issuer', { ...own, issuer: 'ftp://auth.example.com' }],
    ['issuer', { ...own, issuer: 'https://auth.example.com/?tenant=1' }],
    ['issuer', { ...own, issuer: 'https://ada@auth.example.com' }],
    ['clientId', { issuer: 'https://auth.example.com' }],
  ])('is refused by its %s: %j', async (field, client) => {
    await expect(add(client)).rejects.toMatchObject({ fields: { [field]: expect.any(String) } });
  });
});
