/** Ends what was authorized: grants, refresh tokens, and codes that nobody has redeemed yet (RFC 7009 §2.1). */
import type { DocumentStore } from '@granthouse/storage';

/** All that belong to one person or to one client. */
export async function endAuthorizations(
  store: DocumentStore,
  of: { readonly field: 'accountId' | 'clientId'; readonly value: string },
): Promise<void> {
  await store.deleteBy('grant', of);
  await store.deleteBy('refresh_token', of);
  await store.deleteBy('authorization_code', of);
}
