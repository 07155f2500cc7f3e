/** A look at the store of connections that changes nothing: the engine's own report, and whether the secrets are those that sealed it. */
import { createSealer, type StoreReport } from '@granthouse/storage';
import { collections } from './collections.ts';
import type { ConnectionsOptions } from './options.ts';
import { sealedTexts } from './sealed-texts.ts';

type Parts = Pick<ConnectionsOptions, 'storage' | 'secret' | 'otherSecrets'>;

/** Rejects with a StorageError where there is no store, or none that this version can read. */
export async function checkConnections({ storage, secret, otherSecrets = [] }: Parts): Promise<StoreReport> {
  const sealer = createSealer(secret, { others: otherSecrets });
  const store = await storage.inspect(collections);
  try {
    const { report } = store;
    let unopened = 0;
    for await (const sealed of sealedTexts(store, (collection) => Boolean(report.records[collection]))) {
      if (!sealer.knows(sealed)) unopened += 1;
    }
    if (unopened === 0) return report;
    const problem = `${unopened} sealed records are opened by none of the secrets: configure the secret that sealed them; if it is lost, whoever gave them connects again`;
    return { ...report, problems: [...report.problems, problem] };
  } finally {
    await store.close();
  }
}
