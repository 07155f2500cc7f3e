/** What a server needs of a profile while it runs: by what a host is recognised, and what it calls itself. */

export interface KnownHost {
  /** The profile's. */
  readonly id: string;
  /** What the host calls itself, the usual name first; never a proof of anything. */
  readonly names: readonly [string, ...string[]];
  /** Addresses of its client ID metadata documents; `{{…}}` stands for one path segment. */
  readonly documents: readonly string[];
  /** Https redirect URIs that nobody else can have; `{{…}}` stands for one path segment. */
  readonly redirectUris: readonly string[];
  /** Those of them that hand the answer to an app on the person's own machine, which may be any. */
  readonly relays: readonly string[];
  /** Exact redirect URIs with a private-use scheme: any app on the person's machine can claim them. */
  readonly privateUseRedirectUris: readonly string[];
  /** Whether it is known to listen on the person's own machine, where anyone can. */
  readonly loopback: boolean;
  /**
   * Whether an https redirect URI that isn't listed may be its own: people run it at addresses of their own, it shares
   * an address with others, or nothing is known of its redirect URIs.
   */
  readonly redirectsAnywhere: boolean;
  /** Networks that it calls from for everyone who uses it; no proof of who calls. */
  readonly egress: readonly string[];
}

/** A host with the rest of it: what is left out is not known of it, or is not so. */
export function knownHost(
  id: string,
  names: KnownHost['names'],
  known: Partial<Omit<KnownHost, 'id' | 'names'>> = {},
): KnownHost {
  const nothing = { documents: [], redirectUris: [], relays: [], privateUseRedirectUris: [], egress: [] };
  return { id, names, ...nothing, loopback: false, redirectsAnywhere: false, ...known };
}
