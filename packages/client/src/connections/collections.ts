/** What the registry stores: every collection with the fields it is found by. It may share a store with others. */
import type { Collections } from '@granthouse/storage';

export const collections = {
  /** Under its slug, so that no two connections ever have one name for an agent. */
  connection: { indexes: ['id'] },
  /** What one owner has at one connection: the sealed credential, and how it goes. */
  connection_access: { indexes: ['connection', 'owner'] },
  connection_tool: { indexes: ['connection'] },
  /** Sign-ins under way, under the hash of their state. */
  connection_sign_in: { indexes: ['connection', 'person'] },
  /** What authorization servers know the team as. */
  connection_client: { indexes: ['connection'] },
  /** Whom the pages know by which login. */
  connection_person: { indexes: ['login'] },
  /** Who has left the team. */
  connection_left: { indexes: [] },
  /** Sessions of the pages, under the hash of what the browser holds. */
  connection_site_session: { indexes: ['person'] },
  /** What is dropped here and not yet taken back at its server. */
  connection_revocation: { indexes: [] },
} as const satisfies Collections;
