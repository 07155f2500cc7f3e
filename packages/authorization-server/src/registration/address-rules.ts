/** Whose metadata documents the operator lets this server read: those of some addresses, or of all but some (Client ID Metadata Document, trust policies). */
import type { CompleteOptions } from '../options.ts';

export interface AddressRules {
  /** Why the document at this address is not read; undefined when it may be. */
  problemOf(clientId: string): string | undefined;
  /** Whether nothing is ever asked for at this address, not even keys. */
  isDenied(url: string): boolean;
}

type Rules = Pick<CompleteOptions['clientIdMetadataDocuments'], 'fetch' | 'allow' | 'deny'>;

export function addressRules({ fetch, allow, deny }: Rules): AddressRules {
  const isDenied = (url: string) => deny.some((entry) => covers(entry, url));
  return {
    isDenied,
    problemOf(clientId) {
      if (!fetch) return 'this server reads no metadata documents, and holds no copy of this one';
      const isAllowed = allow === undefined || allow.some((entry) => covers(entry, clientId));
      return isAllowed && !isDenied(clientId) ? undefined : 'this server does not take documents of this address';
    },
  };
}

/**
 * An entry is one address, all addresses below one (it ends with a slash), a host on any port, or all hosts below one (it
 * begins with `*.`). Both are in their normal form, so that text compares.
 */
function covers(entry: string, url: string): boolean {
  if (entry.startsWith('https://')) return entry.endsWith('/') ? url.startsWith(entry) : url === entry;
  const { hostname } = new URL(url);
  return entry.startsWith('*.') ? hostname.endsWith(entry.slice(1)) : hostname === entry;
}
