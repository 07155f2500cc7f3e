/** Which members of a client's metadata differ, for the operator: redirect URIs, keys and other lists are sets (RFC 7591 §2). */
import type { ClientMetadata } from './normalise.ts';

/** Those by which a client is believed (Client ID Metadata Document, security considerations). */
export const believed = ['redirect_uris', 'token_endpoint_auth_method', 'jwks', 'jwks_uri'] as const;

/** All of them by default. */
export function changedMembers(
  before: ClientMetadata,
  after: ClientMetadata,
  members: readonly string[] = [...new Set([...Object.keys(before), ...Object.keys(after)])],
): string[] {
  return members.filter((member) => textOf(before[member]) !== textOf(after[member]));
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return JSON.stringify(value.map(textOf).toSorted());
  const { keys } = Object(value) as { keys?: unknown };
  return Array.isArray(keys) ? textOf(keys) : JSON.stringify(value ?? null);
}
