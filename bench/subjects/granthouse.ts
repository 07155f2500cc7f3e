/** Our authorization server, as an operator starts it. */
import {
  createAuthorizationServer,
  type AuthorizationServer,
  type AuthorizationServerOptions,
} from '@granthouse/authorization-server';
import { createSealer, type DocumentStore, type StorageEngine } from '@granthouse/storage';
import type Provider from 'oidc-provider';
import { engineOf, type Store, type Subject, type Surroundings } from '../subject.ts';
import { issuer, lifetimes, resource, scope } from '../world.ts';

const secret = 'a secret for benchmarks, long enough to be taken';
const person = { login: 'ada@example.com', password: 'correct horse battery', name: 'Ada Lovelace' };

/** All requests of a bench come from one address: it is counted as in real life, with a budget for a thousand such. */
const forBenches = { times: 1000 };

export async function granthouse(
  store: Store,
  surroundings: Surroundings,
  limits: AuthorizationServerOptions['limits'] = forBenches,
): Promise<Subject> {
  const storage = remembering(await engineOf(store, surroundings));
  const scopes = { [scope]: { description: 'See orders and customers' } };
  const server = await createAuthorizationServer({
    issuer,
    storage,
    secret,
    lifetimes,
    limits,
    trustedProxies: ['127.0.0.1'],
    resources: [{ resource, name: 'Orders', scopes, defaultScopes: [scope] }],
  });
  return {
    listener: server.callback(),
    async prepareCodes(clientIds, count) {
      const { prepareEngineCodes } = await import('./engine-codes.ts');
      const engine = await engineBeside(storage);
      return prepareEngineCodes(engine, await accountIdOf(server), { clientIds, count });
    },
    sweep: async () => (await storage.first())?.sweep() ?? 0,
  };
}

/** Knows the store that was opened first, which is the server's. */
function remembering(engine: StorageEngine): StorageEngine & { first(): Promise<DocumentStore | undefined> } {
  let first: Promise<DocumentStore> | undefined;
  const open: StorageEngine['open'] = (collections) => {
    const opening = engine.open(collections);
    first ??= opening;
    return opening;
  };
  return { ...engine, open, first: async () => first };
}

async function accountIdOf({ accounts }: AuthorizationServer): Promise<string> {
  await accounts.add(person);
  const [account] = await accounts.list();
  if (!account) throw new Error('nobody could be added');
  return account.accountId;
}

/** A second engine on the server's own records, so that codes can be written without the pages that lead to them. */
async function engineBeside(storage: StorageEngine): Promise<Provider> {
  const { collections } = await import('../../packages/authorization-server/src/store/collections.ts');
  const { engineAdapter } = await import('../../packages/authorization-server/src/engine-adapter.ts');
  const { stockEngine } = await import('./stock.ts');
  const vault = { store: await storage.open(collections), sealer: createSealer(secret), now: Date.now };
  return stockEngine(engineAdapter(vault));
}
