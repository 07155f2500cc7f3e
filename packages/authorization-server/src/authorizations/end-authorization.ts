/**
 * Ends what was authorized: the grant, on which every code and introspection stands, and its refresh family. Both are
 * stored under one id, the hash of the grant's own (RFC 7009 §2.1).
 */
import type { DocumentStore } from '@granthouse/storage';

/** False when there was nothing left of it. A code of it is refused wherever it comes, and expires. */
export async function endAuthorization(store: DocumentStore, id: string): Promise<boolean> {
  // The grant first: without it nothing that is still there is good for anything.
  const hadGrant = await store.delete('grant', id);
  const hadFamily = await store.delete('refresh_family', id);
  return hadGrant || hadFamily;
}

/** All that belong to one person or to one client; answers how many ended. */
export async function endAuthorizations(
  store: DocumentStore,
  of: { readonly field: 'accountId' | 'clientId'; readonly value: string },
): Promise<number> {
  let ended = 0;
  for (;;) {
    const { items } = await store.findBy('grant', of);
    if (items.length === 0) return ended;
    for (const { id } of items) ended += (await endAuthorization(store, id)) ? 1 : 0;
  }
}
