/** A look at the store that changes nothing: the engine's own report, and whether the secrets open what is sealed. */
import {
  createSealer,
  everyRecord,
  SealError,
  type InspectedStore,
  type Sealer,
  type StoreReport,
} from '@granthouse/storage';
import { collections, type CollectionName } from './collections.ts';
import { openFields, sealedFields, type PlacedDocument } from './sealed-fields.ts';
import type { VaultOptions } from './vault.ts';

/** Rejects with a StorageError where there is no store, or none that this version can read. */
export async function checkStore({ storage, secret, otherSecrets = [] }: VaultOptions): Promise<StoreReport> {
  const sealer = createSealer(secret, { others: otherSecrets });
  const store = await storage.inspect(collections);
  try {
    const unopened = await countUnopened(store, sealer);
    if (unopened === 0) return store.report;
    const problem = `${unopened} sealed records are opened by none of the secrets: configure the secret that sealed them, or restore the last backup`;
    return { ...store.report, problems: [...store.report.problems, problem] };
  } finally {
    await store.close();
  }
}

async function countUnopened(store: InspectedStore, sealer: Sealer): Promise<number> {
  let count = 0;
  for (const collection of Object.keys(sealedFields) as CollectionName[]) {
    // What was never made has no records, and no engine need show them.
    if (!store.report.records[collection]) continue;
    for await (const record of everyRecord(store, collection)) {
      if (!opens(sealer, { collection, ...record })) count += 1;
    }
  }
  return count;
}

function opens(sealer: Sealer, record: PlacedDocument): boolean {
  try {
    openFields(sealer, record);
    return true;
  } catch (error) {
    if (error instanceof SealError) return false;
    throw error;
  }
}
