/** Which of the members by which a client is believed differ between two documents (Client ID Metadata Document, security considerations). */
import type { ClientMetadata } from './normalise.ts';

const believed = ['redirect_uris', 'token_endpoint_auth_method', 'jwks', 'jwks_uri'] as const;

export function changedMembers(before: ClientMetadata, after: ClientMetadata): string[] {
  return believed.filter((member) => textOf(before[member]) !== textOf(after[member]));
}

/** Redirect URIs and keys are sets. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return JSON.stringify(value.map(textOf).toSorted());
  const { keys } = Object(value) as { keys?: unknown };
  return Array.isArray(keys) ? textOf(keys) : JSON.stringify(value ?? null);
}
