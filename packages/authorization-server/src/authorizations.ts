/** Ends what was authorized: the grant, on which every code, refresh token and introspection stands (RFC 7009 §2.1). */
import type { DocumentStore } from '@granthouse/storage';

/**
 * All that belong to one person or to one client. A code or a refresh token whose grant is gone is refused wherever it
 * comes, and expires; an index that finds it by its person or client would cost every token request. Answers how many ended.
 */
export async function endAuthorizations(
  store: DocumentStore,
  of: { readonly field: 'accountId' | 'clientId'; readonly value: string },
): Promise<number> {
  return store.deleteBy('grant', of);
}
