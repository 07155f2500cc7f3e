/** What a consent leaves in the store, taken once over the real pages and put there again as often as a test wants an authorization. */
import { createHash, randomBytes } from 'node:crypto';
import type { Document, DocumentStore } from '@granthouse/storage';
import { hashedId } from '../../packages/authorization-server/src/store/vault.ts';
import { obtainCode } from './oauth-client.ts';

export interface PreparedConsent {
  readonly grant: Document;
  readonly code: Document;
}

/** The values that the store knows by hash. */
export interface ConsentIds {
  readonly grantId: string;
  readonly code: string;
}

/** Of every code that is prepared. */
export const preparedVerifier = 'a-verifier-that-is-long-enough-to-be-taken-for-one';
const codeChallenge = createHash('sha256').update(preparedVerifier).digest('base64url');

/** `store` holds no other grant and no other code. */
export async function prepareConsent(
  { issuer, store }: { issuer: string; store: DocumentStore },
  clientId: string,
  overrides: Record<string, string>,
): Promise<PreparedConsent> {
  await obtainCode(issuer, clientId, { overrides });
  return { grant: await takenFrom(store, 'grant'), code: await takenFrom(store, 'authorization_code') };
}

export const newConsentIds = (): ConsentIds => ({
  grantId: randomBytes(24).toString('base64url'),
  code: randomBytes(24).toString('base64url'),
});

/** The code's record for the grant, good for a minute from now. */
export const codeOf = ({ code }: PreparedConsent, { grantId }: ConsentIds): Document => ({
  ...code,
  grantId,
  codeChallenge,
  exp: Math.floor(Date.now() / 1000) + 60,
});

export async function putConsent(store: DocumentStore, consent: PreparedConsent, ids: ConsentIds): Promise<void> {
  await store.put('grant', hashedId(ids.grantId), consent.grant);
  await store.put('authorization_code', hashedId(ids.code), codeOf(consent, ids));
}

async function takenFrom(store: DocumentStore, collection: string): Promise<Document> {
  const { items } = await store.list(collection);
  const [found] = items;
  if (!found || items.length > 1) throw new Error(`expected one record in ${collection}`);
  await store.delete(collection, found.id);
  return found.document;
}
