/**
 * How much a flood of addresses can make this server fetch: strange ones in all, from one site, from one host, and for
 * one asking network. What people have approved is counted by itself, and so are the documents that a known host makes
 * for each connection, so that no strangers can use that up.
 */
import { isIPv6 } from 'node:net';
import { recogniseHost } from '@granthouse/host-profiles';
import { networkOf, siteOf as networkSiteOf } from '../limits/network.ts';

/** Milliseconds. */
const span = 60_000;
/** Fetches in one span. People who connect the same app share one fetch, so an office needs few; an IPv6 site has thousands of networks. */
const most = { all: 100, site: 50, host: 20, network: 10, networkSite: 20 };

export interface Fetch {
  readonly url: string;
  /** Of whoever asks. */
  readonly address: string;
  /** Whether people have approved what is fetched. */
  readonly isKnown: boolean;
}

/** Counts a fetch when it is allowed. What is remembered is bounded by what is allowed. */
export function fetchBudget(now: () => number): (fetch: Fetch) => boolean {
  const counts = new Map<string, number>();
  let since = now();
  return (fetch) => {
    // Whichever way the clock was moved.
    if (Math.abs(now() - since) >= span) {
      since = now();
      counts.clear();
    }
    const limits = limitsOf(fetch);
    if (limits.some(([name, limit]) => (counts.get(name) ?? 0) >= limit)) return false;
    for (const [name] of limits) counts.set(name, (counts.get(name) ?? 0) + 1);
    return true;
  };
}

function limitsOf({ url, address, isKnown }: Fetch): ReadonlyArray<readonly [string, number]> {
  const { host } = new URL(url);
  // Whoever asks for those changes nothing: each is fetched once in its time.
  if (isKnown) {
    return [
      ['known', most.all],
      [`known host ${host}`, most.host],
    ];
  }
  const asking = [
    [`network ${networkOf(address)}`, most.network],
    [`site of networks ${networkSiteOf(address)}`, isIPv6(address) ? most.networkSite : most.network],
  ] as const;
  if (recogniseHost({ clientId: url })) return [[`made by ${host}`, most.all], ...asking];
  return [['all', most.all], [`site ${siteOf(host)}`, most.site], [`host ${host}`, most.host], ...asking];
}

/** Whoever owns a domain has as many names below it as he likes. Where strangers share one, they share half of the whole. */
function siteOf(host: string): string {
  return host.replace(/:\d+$/, '').split('.').slice(-2).join('.');
}
