/** What the checks before would have learned: from the metadata of a real server, without judging it. */
import type { Check, Learned } from '@granthouse/client/doctor';

/** A check that finds nothing and teaches this. */
export const learning = (learned: Partial<Learned>): Check => ({
  id: 'learning',
  section: 'RFC 8414 §3',
  asks: 'What would have been learned?',
  judge({ learned: known }) {
    Object.assign(known, learned);
    return Promise.resolve([]);
  },
});

/** Asks an authorization server what it publishes. */
export async function metadataOf(issuer: string): Promise<NonNullable<Learned['servers']>[number]> {
  const url = new URL(issuer);
  const path = url.pathname.replace(/\/$/, '');
  const response = await fetch(new URL(`/.well-known/oauth-authorization-server${path}`, url));
  return (await response.json()) as NonNullable<Learned['servers']>[number];
}
