/**
 * Client ID Metadata Documents, as far as they go today: off unless the operator turns them on; then the engine's
 * guarded fetch reads them, no oftener than allowed here, and the normaliser judges them like a registration.
 */
import { isIP } from 'node:net';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { CompleteOptions } from '../options.ts';

/** Milliseconds between two fetches of one URL: the engine asks twice for a document that failed, and remembers no failure. */
const apart = 30_000;
/** Documents fetched in one such span, over all URLs: what a flood of strange client ids can make this server do. */
const mostAtOnce = 50;

export function isClientIdUrl(clientId: string): boolean {
  return clientId.startsWith('https://');
}

export function clientIdMetadataDocuments({ clientIdMetadataDocuments: { enabled }, now }: CompleteOptions) {
  const allowed = fetchBudget(now);
  return {
    enabled,
    ack: 'draft-02' as const,
    allowFetch: (_ctx: KoaContextWithOIDC, clientId: string) => isFetchable(clientId) && allowed(clientId),
    allowClient: () => true,
    cacheDuration: { min: 300, max: 86_400 },
  };
}

/** AS-13: https with a path, a name for a host, no query; the engine has refused fragments, userinfo and dot segments. */
export function isFetchable(clientId: string): boolean {
  if (clientId.length > 512 || !URL.canParse(clientId)) return false;
  const { protocol, hostname, pathname, search } = new URL(clientId);
  const isName = isIP(hostname.replace(/^\[|\]$/g, '')) === 0 && hostname.includes('.') && !hostname.endsWith('.');
  return protocol === 'https:' && pathname !== '/' && search === '' && isName;
}

function fetchBudget(now: () => number): (clientId: string) => boolean {
  const fetched = new Map<string, number>();
  return (clientId) => {
    for (const [known, at] of fetched) if (now() - at >= apart) fetched.delete(known);
    if (fetched.has(clientId) || fetched.size >= mostAtOnce) return false;
    fetched.set(clientId, now());
    return true;
  };
}
