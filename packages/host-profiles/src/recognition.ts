/** Which known host is asking, judged by addresses that nobody else controls and never by a name (RFC 9700 §4.12, RFC 7591 §5). */
import type { KnownHost } from './known-host.ts';
import { knownHosts } from './known-hosts.ts';

export interface Recognition {
  readonly host: KnownHost;
  /**
   * `client_id`: the metadata document is the host's own. Who receives the code is a question of the redirect URI still:
   * on a loopback address anyone who runs on the person's machine. `redirect_uri`: the code goes to the host; from
   * there to anyone on that machine, too, where `relays` says so.
   */
  readonly by: 'client_id' | 'redirect_uri';
}

/**
 * Exact redirect URIs of known hosts whose private-use scheme has no dot (RFC 8252 §7.1 asks for one).
 * Nothing that merely resembles one of them is known.
 */
export const knownPrivateUseRedirectUris: readonly string[] = Object.freeze(
  knownHosts.flatMap(({ privateUseRedirectUris }) => privateUseRedirectUris).filter((uri) => !/^[^:]*\./u.test(uri)),
);

/**
 * The host that this client ID metadata document or this https redirect URI belongs to, compared character by character
 * save the segments that a host chooses for each connection. Loopback and private-use redirect URIs recognise nobody.
 */
export function recogniseHost(asking: { clientId: string; redirectUri?: string }): Recognition | undefined {
  const byDocument = owner(ownersByDocument, asking.clientId);
  if (byDocument) return { host: byDocument, by: 'client_id' };
  const byRedirect = asking.redirectUri === undefined ? undefined : owner(ownersByRedirect, asking.redirectUri);
  return byRedirect && { host: byRedirect, by: 'redirect_uri' };
}

/**
 * Whether a known host hands on what comes to this https address to an app on the person's own machine. What it does at
 * one path or with one query it may do with the next: all of its web host counts.
 */
export function relays(redirectUri: string): boolean {
  return URL.canParse(redirectUri) && relayHosts.has(new URL(redirectUri).hostname);
}

const relayHosts = new Set(knownHosts.flatMap((host) => host.relays.map((address) => new URL(address).hostname)));

interface Owners {
  readonly exact: ReadonlyMap<string, KnownHost>;
  readonly shapes: ReadonlyArray<readonly [RegExp, KnownHost]>;
}

const ownersByDocument = ownersBy(({ documents }) => documents);
const ownersByRedirect = ownersBy(({ redirectUris }) => redirectUris);

function ownersBy(addressesOf: (host: KnownHost) => readonly string[]): Owners {
  const rows = knownHosts.flatMap((host) => addressesOf(host).map((address) => [address, host] as const));
  const isShape = ([address]: readonly [string, KnownHost]) => address.includes('{{');
  return {
    exact: new Map(rows.filter((row) => !isShape(row))),
    shapes: rows.filter(isShape).map(([address, host]) => [shapeOf(address), host]),
  };
}

function owner({ exact, shapes }: Owners, address: string): KnownHost | undefined {
  return exact.get(address) ?? shapes.find(([shape]) => shape.test(address))?.[1];
}

/** A placeholder is one segment of letters, digits, `-` and `_`: nothing that leads to another path. */
function shapeOf(template: string): RegExp {
  const literals = template.split(/\{\{\w+\}\}/u).map((text) => text.replaceAll(/[.*+?^${}()|[\]\\/]/gu, '\\$&'));
  return new RegExp(`^${literals.join('[A-Za-z0-9_-]{1,128}')}$`, 'u');
}
