/** What is sealed in the store and stays there: whether the operator's secrets are those that sealed it. */
import { everyRecord, type DocumentStore, type Sealer } from '@granthouse/storage';

/** A sign-in under way and a session end by themselves. */
const sealedFields = {
  connection: 'sealedClientSecret',
  connection_access: 'sealed',
  connection_client: 'sealed',
  connection_revocation: 'sealed',
} as const;

type Readable = Pick<DocumentStore, 'findBy' | 'list'>;

/** `isThere` leaves out what has no records, which no engine need show. */
export async function* sealedTexts(store: Readable, isThere = (_collection: string) => true): AsyncGenerator<string> {
  for (const [collection, field] of Object.entries(sealedFields)) {
    if (!isThere(collection)) continue;
    for await (const { document } of everyRecord(store, collection)) {
      const sealed = document[field];
      if (typeof sealed === 'string') yield sealed;
    }
  }
}

/** False where nothing is sealed yet, and where any secret is as good as another. */
export async function isForAnotherSecret(store: Readable, sealer: Sealer): Promise<boolean> {
  let isAnySealed = false;
  for await (const sealed of sealedTexts(store)) {
    // One is enough: with a secret that was lost before, the rest opens no more.
    if (sealer.knows(sealed)) return false;
    isAnySealed = true;
  }
  return isAnySealed;
}
