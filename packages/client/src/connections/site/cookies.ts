/** The cookies of the site: prefixed on https so that no sibling host can set them, never read by script, gone with their use. */
import { createHash } from 'node:crypto';
import type { Sealer } from '@granthouse/storage';

export interface Cookies {
  read(request: Request, name: string): string | undefined;
  /** Names of those that begin so, in the order in which they came. */
  names(request: Request, beginning: string): string[];
  /** A `Set-Cookie` header's value; an empty value takes the cookie away. */
  write(name: string, value: string, maxAge?: number): string;
}

/** One for each attempt to sign in, by its `state`: two tabs don't take each other's. */
export const attemptCookie = (beginning: string, state: string): string =>
  beginning + createHash('sha256').update(state).digest('hex').slice(0, 12);

/** What was sealed into one; undefined where there is none, or anybody else wrote it. */
export function openedCookie(sealed: string | undefined, sealer: Sealer, place: string): unknown {
  if (sealed === undefined) return undefined;
  try {
    return JSON.parse(sealer.open(sealed, place)) as unknown;
  } catch {
    return undefined;
  }
}

/** RFC 6265bis §4.1.3: browsers drop prefixed cookies on plain http, where only development is. */
export function cookiesOf(url: string): Cookies {
  const isSecure = url.startsWith('https:');
  const full = (name: string) => `${isSecure ? '__Host-' : ''}granthouse_${name}`;
  const pairsOf = (request: Request) => (request.headers.get('cookie') ?? '').split(/;\s*/);
  return {
    read(request, name) {
      const wanted = `${full(name)}=`;
      return pairsOf(request)
        .find((pair) => pair.startsWith(wanted))
        ?.slice(wanted.length);
    },
    names: (request, beginning) =>
      pairsOf(request)
        .filter((pair) => pair.startsWith(full(beginning)))
        .map((pair) => pair.slice(full('').length, pair.indexOf('='))),
    write(name, value, maxAge) {
      const life = value === '' ? '; Max-Age=0' : maxAge === undefined ? '' : `; Max-Age=${maxAge}`;
      return `${full(name)}=${value}; Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}${life}`;
    },
  };
}
