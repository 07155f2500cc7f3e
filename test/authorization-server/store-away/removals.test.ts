/** Removing a person or a client, while a call to the store fails: repeated, it leaves nothing behind that opens anything (RFC 7009 §2.1). */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DocumentStore, FoundDocument } from '@granthouse/storage';
import { memoryEngine } from '@granthouse/storage/memory';
import { collections } from '../../../packages/authorization-server/src/store/collections.ts';
import { person } from '../../support/authorization-server.ts';
import { cheapPassword } from '../../support/cheap-password.ts';
import { failingEngine, isWrite, type Fault } from '../../support/failing-engine.ts';
import { ordersServer, startIntrospected, type Introspected } from '../../support/introspection.ts';
import { credentials, refresh } from '../../support/oauth-client.ts';

const memory = memoryEngine();
const engine = failingEngine(memory);
let here: Introspected;
let store: DocumentStore;
let account: FoundDocument;
beforeAll(async () => {
  here = await startIntrospected({ storage: engine });
  store = await memory.open(collections);
  [account] = (await store.list('account')).items as [FoundDocument];
  // So that everyone who is removed has one connection.
  await here.server.accounts.remove(person.login);
});
afterAll(() => here.server.close());

interface Connection extends Awaited<ReturnType<Introspected['connect']>> {
  readonly accountId: string;
}

/** Of a person who is there, or comes as another one: anew, and with a password that is quick to check. */
async function connect(): Promise<Connection> {
  const newcomer = {
    ...account.document,
    accountId: `acc_${randomUUID()}`,
    password: { ...cheapPassword(person.password) },
  };
  await store.insert('account', account.id, newcomer);
  const { accountId = '' } = (await here.server.accounts.findByLogin(person.login)) ?? {};
  return { ...(await here.connect()), accountId };
}

interface Removal {
  remove(connection: Connection): Promise<boolean>;
  /** What belongs to it, by the field that names it. */
  readonly owned: readonly string[];
  readonly by: 'accountId' | 'clientId';
  ownerOf(connection: Connection): string;
}

/** Each call that it makes, failed before it is done, and, where it writes, after. */
async function faultsOf({ remove }: Removal): Promise<Fault[]> {
  const connection = await connect();
  engine.expectFault();
  await remove(connection);
  return engine.calls.flatMap((call, index) => {
    const whens = isWrite(call) ? (['before', 'after'] as const) : (['before'] as const);
    return whens.map((when) => ({ call: index + 1, when }));
  });
}

async function expectEnded({ client, tokens }: Connection): Promise<void> {
  const fields = { ...credentials(client), refresh_token: tokens.refresh_token };
  expect((await refresh(here.server.issuer, fields)).ok).toBe(false);
  expect(await here.answer(tokens.access_token, ordersServer)).toEqual({ active: false });
}

async function expectNothingOf({ owned, by }: Removal, value: string): Promise<void> {
  for (const name of owned) expect((await store.findBy(name, { field: by, value })).items).toEqual([]);
}

describe('a removal whose store fails on the way', () => {
  it.each<[string, Removal]>([
    [
      'a person',
      {
        remove: () => here.server.accounts.remove(person.login),
        owned: ['account', 'grant', 'interaction', 'session'],
        by: 'accountId',
        ownerOf: ({ accountId }) => accountId,
      },
    ],
    [
      'a client',
      {
        remove: ({ client }) => here.server.clients.remove(client.client_id),
        owned: ['grant'],
        by: 'clientId',
        ownerOf: ({ client }) => client.client_id,
      },
    ],
  ])('is complete when it is repeated: of %s', async (_whose, removal) => {
    for (const fault of await faultsOf(removal)) {
      const connection = await connect();
      engine.expectFault(fault);
      await expect(removal.remove(connection)).rejects.toMatchObject({ code: 'unavailable' });
      engine.expectFault();
      await removal.remove(connection);
      await expectEnded(connection);
      await expectNothingOf(removal, removal.ownerOf(connection));
    }
  });
});
