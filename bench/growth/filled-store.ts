/** A store as years of use leave it: one client, one authorization and one family by real calls, and copies of what they wrote. */
import { randomBytes } from 'node:crypto';
import type { Document, DocumentStore } from '@granthouse/storage';
import { collections } from '../../packages/authorization-server/src/store/collections.ts';
import { send } from '../load.ts';
import { codeExchange } from '../loads.ts';
import type { RunningSubject } from '../running-subject.ts';
import { engineOf, type Store } from '../subject.ts';

/** Records of one turn: in SQLite they share a commit. */
const atOnce = 2500;
const toldAfter = 100_000;

interface Templates {
  readonly client: Document;
  readonly grant: Document;
  readonly family: Document;
}

/** One code redeemed, so that the store holds one record of each kind. */
export async function writeOne(subject: RunningSubject): Promise<void> {
  await send(subject.port, await codeExchange.calls(subject, { from: 0, count: 1 }), codeExchange.status);
}

export interface Filling {
  readonly store: Store;
  readonly folder: string;
  readonly count: number;
  /** Tells how far it is. */
  readonly say: (line: string) => void;
}

export async function fillWithClients(filling: Filling): Promise<void> {
  await inStore(filling, async (opened) => {
    const templates = await templatesOf(opened);
    await inBatches(filling, 'clients and families', (id) => addInstall(opened, templates, id));
  });
}

/** Codes that nobody redeemed, long after. */
export async function fillWithExpired(filling: Filling): Promise<void> {
  await inStore(filling, async (opened) => {
    const { items } = await opened.list('authorization_code', { limit: 1 });
    const code = items[0]?.document ?? {};
    await inBatches(filling, 'expired records', (id) => [opened.put('authorization_code', id, code, 1)]);
  });
}

function addInstall(store: DocumentStore, { client, grant, family }: Templates, id: string): Promise<boolean>[] {
  const clientId = `dcr_1_${id}`;
  const ofClient = { ...client, client_id: clientId, client_name: `Client ${id}` };
  const expiresAt = Number(family['exp']) * 1000;
  return [
    store.insert('client', clientId, ofClient, expiresAt),
    store.insert('grant', id, { ...grant, clientId }, Number(grant['exp']) * 1000),
    store.insert('refresh_family', id, { ...family, clientId, grantId: id }, expiresAt),
  ];
}

async function templatesOf(store: DocumentStore): Promise<Templates> {
  const { items } = await store.list('refresh_family', { limit: 1 });
  const [found] = items;
  const grant = found && (await store.get('grant', found.id));
  const client = grant && (await store.get('client', grant['clientId'] as string));
  if (!found || !grant || !client) throw new Error('the server has written a client, a grant and a family');
  return { client, grant, family: found.document };
}

/** In order, because a tree that grows at its end is quickly filled. */
function newIds(count: number): string[] {
  return Array.from({ length: count }, () => randomBytes(32).toString('base64url')).toSorted();
}

async function inBatches(
  { store, count, say }: Filling,
  what: string,
  add: (id: string) => Promise<unknown>[],
): Promise<void> {
  const ids = newIds(count);
  for (let from = 0; from < count; from += atOnce) {
    if (from % toldAfter === 0)
      say(`growth  ${store}: ${from.toLocaleString('en')} of ${count.toLocaleString('en')} ${what}`);
    await Promise.all(ids.slice(from, from + atOnce).flatMap(add));
  }
}

async function inStore(
  { store, folder }: Pick<Filling, 'store' | 'folder'>,
  work: (opened: DocumentStore) => Promise<void>,
): Promise<void> {
  const opened = await (await engineOf(store, { folder })).open(collections);
  try {
    await work(opened);
  } finally {
    await opened.close();
  }
}

/** How many families the store holds, read beside the server that runs on it. */
export async function countFamilies(store: Store, folder: string): Promise<number> {
  const inspected = await (await engineOf(store, { folder })).inspect(collections);
  await inspected.close();
  return inspected.report.records['refresh_family'] ?? Number.NaN;
}
