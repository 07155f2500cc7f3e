/** What is kept of a connection that an admin added: whatever is secret in it is sealed to its connection, user and field. */

/** How the server is signed in to; `detected` when it was found by asking, not by choice. */
export type Authentication =
  | { readonly kind: 'none' }
  | { readonly kind: 'api-key'; readonly header: string }
  | { readonly kind: 'headers'; readonly names: readonly string[] }
  /** `issuer`: whose client it is, as an admin named it. */
  | { readonly kind: 'oauth'; readonly clientId?: string; readonly issuer?: string };

/** `shared`: an admin gives it once, and everyone uses it; `personal`: each teammate gives their own. */
export type Ownership = 'shared' | 'personal';

export interface ConnectionRecord {
  readonly id: string;
  readonly name: string;
  /** `[a-z0-9]+(-[a-z0-9]+)*`, at most 20 characters, unique: tools appear as `mcp__<slug>__<tool>`. */
  readonly slug: string;
  readonly url: string;
  readonly authentication: Authentication;
  readonly ownership: Ownership;
  /** Milliseconds since the epoch. */
  readonly addedAt: number;
  readonly addedBy: string;
}
