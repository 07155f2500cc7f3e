/** What the authorization server stores: every collection with the fields it is found by (see docs/architecture.md). */
import type { Collections } from '@granthouse/storage';

export const collections = {
  account: { indexes: ['accountId'] },
  authorization_code: { indexes: [] },
  client: { indexes: ['registeredBy'] },
  client_document: { indexes: [] },
  client_key_set: { indexes: [] },
  grant: { indexes: ['accountId', 'clientId'] },
  initial_access_token: { indexes: [] },
  interaction: { indexes: ['accountId'] },
  /** Under the id of its grant. */
  refresh_family: { indexes: [] },
  replay_detection: { indexes: [] },
  revoked_access_token: { indexes: [] },
  server_key: { indexes: [] },
  session: { indexes: ['uid', 'accountId'] },
  sign_in_attempts: { indexes: [] },
} as const satisfies Collections;

export type CollectionName = keyof typeof collections;
