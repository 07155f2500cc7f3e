/** Two servers on one store, whose wires are tapped and whose writes, log and audit events are kept: one with a client of each kind, one where only the invited register. */
import { createAuthorizationServer, type AuthorizationServerOptions } from '@granthouse/authorization-server';
import { createSealer, type StorageEngine } from '@granthouse/storage';
import { collections } from '../../../packages/authorization-server/src/store/collections.ts';
import { openFields } from '../../../packages/authorization-server/src/store/sealed-fields.ts';
import { orderDesk, person } from '../../support/authorization-server.ts';
import { Browser } from '../../support/browser.ts';
import { clientKey } from '../../support/client-assertion.ts';
import { failingEngine } from '../../support/failing-engine.ts';
import { freePort } from '../../support/free-port.ts';
import { documentAt } from '../../support/metadata-document.ts';
import { publicClient } from '../../support/oauth-client.ts';
import { recordingEngine } from '../../support/recording-engine.ts';
import { tapWire } from '../../support/wire-tap.ts';
import { crossedValues, type Crossed } from './crossed-values.ts';
import { secretsOf } from './leaks.ts';
import type { Ground } from './whole-life.ts';

export const operatorSecret = 'a secret for tests, long enough to be taken';
export const nextSecret = 'the secret that comes after the first one';
export const resource = 'https://orders.example.com/mcp';
const pinned = 'https://host.example.com/oauth/client.json';
const configured = { client_id: 'order-robot', client_secret: 'the secret of the order robot' };
const resourceServer = { client_id: 'orders-server', client_secret: 'the secret of the orders server' };

export interface RecordedGround extends Ground {
  readonly writes: readonly string[];
  /** The log, and every audit event. */
  readonly told: readonly string[];
  crossed(): Crossed[];
  /** What crossed as it was. */
  exchanged(): string[];
  /** Of what crossed, all that nothing excuses; and what never crosses: the operator's secrets, the server's own keys. */
  secrets(): Promise<Crossed[]>;
  close(): Promise<void>;
}

export async function recordedGround(storage: StorageEngine): Promise<RecordedGround> {
  const writes: string[] = [];
  const told: string[] = [];
  const tell = (...words: unknown[]) => void told.push(JSON.stringify(words));
  let ahead = 0;
  const engine = failingEngine(recordingEngine(storage, (write) => writes.push(write)));
  const options = {
    storage: engine,
    secret: operatorSecret,
    otherSecrets: [nextSecret],
    resources: [{ resource, ...orderDesk }],
    clients: [
      { ...publicClient, ...configured, token_endpoint_auth_method: 'client_secret_basic' },
      { ...resourceServer, introspects: resource },
    ],
    clientIdMetadataDocuments: { fetch: false, pinned: [documentAt(pinned)] },
    log: { info: tell, warn: tell, error: tell },
    onEvent: tell,
    now: () => Date.now() + ahead,
  };
  const [{ server, tap }, closed] = [
    await tapped(options),
    await tapped({ ...options, registration: { open: false, initialAccessTokens: true } }),
  ];
  const exchanges = () => [...tap.exchanges, ...closed.tap.exchanges];
  const advance = (time: number) => void (ahead += time);
  const browser = new Browser();
  const ground: Ground = {
    server,
    closed: closed.server,
    engine,
    pinned,
    configured,
    resourceServer,
    browser,
    advance,
    key: await clientKey(),
  };
  await server.accounts.add(person);
  return {
    ...ground,
    writes,
    told,
    exchanged: () => exchanges().map((exchange) => JSON.stringify(exchange)),
    crossed: () => crossedValues(exchanges()),
    secrets: async () => [...secretsOf(crossedValues(exchanges())), ...(await keptSecrets(storage))],
    async close() {
      await Promise.all([tap, closed.tap, server, closed.server].map((each) => each.close()));
    },
  };
}

async function tapped(options: Omit<AuthorizationServerOptions, 'issuer'>) {
  const [port, behind] = [await freePort(), await freePort()];
  const server = await createAuthorizationServer({ ...options, issuer: `http://localhost:${port}` });
  await server.listen(behind, '127.0.0.1');
  return { server, tap: await tapWire(port, behind) };
}

async function keptSecrets(storage: StorageEngine): Promise<Crossed[]> {
  const store = await storage.open(collections);
  const { items } = await store.list('server_key');
  await store.close();
  const keys = items.flatMap(({ id, document }) => {
    openFields(createSealer(operatorSecret, { others: [nextSecret] }), { collection: 'server_key', id, document });
    return partsOf(document['sealed']).map((value) => ({ name: `server key ${id}`, value }));
  });
  const secrets = [operatorSecret, nextSecret].map((value) => ({ name: 'the secret', value }));
  return [...secrets, ...keys];
}

/** A random key as it is; of signing keys their private members. */
function partsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return [...JSON.stringify(value).matchAll(/"d":"([^"]+)"/g)].map(([, member = '']) => member);
}
