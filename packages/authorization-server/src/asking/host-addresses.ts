/** At which addresses a known host is known, and which others may be its own all the same: facts age, so doubt speaks for an app. */
import type { KnownHost } from '@granthouse/host-profiles';

/** An address that tells of an app: where its metadata document is, or where its answer goes. */
export interface Address {
  readonly of: 'document' | 'redirect';
  readonly url: string;
}

/** Below these everyone can have a name of their own; below any other two labels is one owner. */
const givenToAnyone: ReadonlySet<string> = new Set(
  (
    'azurewebsites.net, github.io, gitlab.io, netlify.app, pages.dev, vercel.app, web.app, workers.dev, ' +
    'co.jp, co.uk, com.au, com.br'
  ).split(', '),
);

/** Host names, each once. */
export function addressesOf({ documents, redirectUris }: KnownHost): readonly string[] {
  return [...new Set([...documents, ...redirectUris].map((address) => new URL(address).hostname))];
}

/** Those of the hosts that can't be at this address, when none of them can. */
export function knownElsewhere(hosts: readonly KnownHost[], { of, url }: Address): readonly KnownHost[] {
  const settled = hosts.filter((host) => addressesOf(host).length > 0 && isSettled(host, of));
  const site = siteOf(new URL(url).hostname);
  const isNear = settled.some((host) => addressesOf(host).some((hostname) => siteOf(hostname) === site));
  return isNear ? [] : settled;
}

/** People run some hosts at addresses of their own, and of some only the document is known. */
function isSettled({ redirectsAnywhere, documents }: KnownHost, of: Address['of']): boolean {
  return !redirectsAnywhere || (of === 'document' && documents.length > 0);
}

function siteOf(hostname: string): string {
  const labels = hostname.split('.');
  const isOwn = !givenToAnyone.has(labels.slice(-2).join('.'));
  return labels.slice(isOwn ? -2 : -3).join('.');
}
