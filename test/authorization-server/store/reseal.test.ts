/** Sealing anew under another secret: everything, once, whatever happens meanwhile. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ResealProgress, ResealReport } from '@granthouse/authorization-server';
import { createSealer, type Document, type DocumentStore } from '@granthouse/storage';
import { memoryEngine } from '@granthouse/storage/memory';
import { collections, type CollectionName } from '../../../packages/authorization-server/src/store/collections.ts';
import { reseal } from '../../../packages/authorization-server/src/store/reseal.ts';
import {
  openFields,
  sealedFields,
  sealFields,
} from '../../../packages/authorization-server/src/store/sealed-fields.ts';

const secretNamed = (name: string) => `the secret ${name}, of 32 bytes or more`;
const [before, after] = [secretNamed('before'), secretNamed('after')];
const sealedCollections = Object.keys(sealedFields) as CollectionName[];

let store: DocumentStore;
let now: number;
beforeEach(async () => {
  now = 1_800_000_000_000;
  store = await memoryEngine({ now: () => now }).open(collections);
});

function content(collection: CollectionName, id: string): Document {
  const fields = (sealedFields[collection] ?? []).map((field) => [field, `${field} of ${id}`] as const);
  return { ...Object.fromEntries(fields), other: 1 };
}

async function put(collection: CollectionName, id: string, sealer = createSealer(before)): Promise<void> {
  const document = content(collection, id);
  sealFields(sealer, { collection, id, document });
  await store.put(collection, id, document, now + 1000);
}

async function putAll(many: number): Promise<void> {
  for (const collection of sealedCollections) {
    for (let index = 0; index < many; index += 1) await put(collection, `${collection}-${index}`);
  }
}

/** What the secret alone opens; throws where it doesn't. */
async function opened(collection: CollectionName, id: string): Promise<Document | undefined> {
  const document = await store.get(collection, id);
  if (document) openFields(createSealer(after), { collection, id, document });
  return document;
}

function resealAll(on = store, tell?: ResealProgress): Promise<ResealReport> {
  return reseal({ store: on, sealer: createSealer(after, { others: [before] }), now: () => now }, tell);
}

/** The store, with something that happens just before a record is changed. */
function changing(happens: (collection: string, id: string) => Promise<void>): DocumentStore {
  return {
    ...store,
    async compareAndSet(collection, id, change) {
      await happens(collection, id);
      return store.compareAndSet(collection, id, change);
    },
  };
}

describe('sealing anew', () => {
  it('takes every record of every collection with something sealed, over several pages, and leaves the rest of it', async () => {
    await putAll(150);
    const seen: Array<readonly [string, number]> = [];
    const report = await resealAll(store, (collection, soFar) => void seen.push([collection, soFar.seen]));
    const many = sealedCollections.length * 150;
    expect(report).toEqual({ seen: many, resealed: many, unopened: 0, late: 0 });
    expect(seen).toEqual(sealedCollections.flatMap((name) => [100, 150].map((count) => [name, count])));
    for (const collection of sealedCollections) {
      for (const id of [`${collection}-0`, `${collection}-149`]) {
        expect(await opened(collection, id)).toEqual(content(collection, id));
      }
    }
  });

  it('leaves a record the life it had', async () => {
    await putAll(1);
    await resealAll();
    now += 1000;
    expect(await store.get('session', 'session-0')).toBeUndefined();
  });

  it('finds nothing to do the second time', async () => {
    await putAll(1);
    await resealAll();
    expect(await resealAll()).toMatchObject({ seen: sealedCollections.length, resealed: 0, unopened: 0, late: 0 });
  });

  it('can be run twice at once: each record is taken by one', async () => {
    await putAll(50);
    const reports = await Promise.all([resealAll(), resealAll()]);
    const sum = reports.reduce((total, { resealed, late }) => total + resealed + late, 0);
    expect(sum).toBe(sealedCollections.length * 50);
    expect(await opened('client', 'client-49')).toEqual(content('client', 'client-49'));
  });

  it('that breaks off is finished by the next, and opens no server with the new secret alone until then', async () => {
    await putAll(3);
    const breaking = changing(async (collection) => {
      if (collection === 'server_key') throw new Error('the power failed');
    });
    await expect(resealAll(breaking)).rejects.toThrow('the power failed');
    expect(await opened('client', 'client-0')).toEqual(content('client', 'client-0'));
    await expect(opened('server_key', 'server_key-0')).rejects.toMatchObject({ code: 'unknown_key' });
    expect(await resealAll()).toMatchObject({ resealed: 3, unopened: 0, late: 0 });
    expect(await opened('server_key', 'server_key-2')).toEqual(content('server_key', 'server_key-2'));
  });

  it('takes nobody’s change back', async () => {
    await putAll(1);
    const newer = { collection: 'client' as const, id: 'client-0', document: { client_secret: 'a newer one' } };
    sealFields(createSealer(after), newer);
    await resealAll(
      changing(async (collection, id) => {
        if (collection === 'client') await store.put(collection, id, newer.document);
      }),
    );
    expect(await opened('client', 'client-0')).toEqual({ client_secret: 'a newer one' });
  });

  it('looks again at what was changed meanwhile under the secret before', async () => {
    await putAll(1);
    let changes = 0;
    await resealAll(
      changing(async (collection, id) => {
        changes += 1;
        if (changes === 1) await put(collection as CollectionName, id);
      }),
    );
    for (const collection of sealedCollections) {
      const id = `${collection}-0`;
      expect(await opened(collection, id)).toEqual(content(collection, id));
    }
  });

  it('brings back nothing that is removed meanwhile', async () => {
    await putAll(1);
    await resealAll(changing(async (collection, id) => void (await store.delete(collection, id))));
    for (const collection of sealedCollections) expect(await store.get(collection, `${collection}-0`)).toBeUndefined();
  });

  it('says when a server still seals under the secret before', async () => {
    await putAll(1);
    const late = changing(async (collection) => {
      if (collection === 'server_key') await put('client', 'client-late');
    });
    expect(await resealAll(late)).toMatchObject({ late: 1, unopened: 0 });
  });

  it('counts what none of the secrets opens, and takes the rest', async () => {
    await putAll(2);
    await put('client', 'client-1', createSealer(secretNamed('unknown')));
    await store.put('client', 'moved', { ...(await store.get('client', 'client-0')) });
    expect(await resealAll()).toMatchObject({ resealed: sealedCollections.length * 2 - 1, unopened: 2, late: 0 });
  });
});
