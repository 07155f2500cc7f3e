/**
 * How much a flood of addresses can make this server fetch: strange ones in all, from one site, from one host, and for
 * one asking network. What people have approved is counted by itself, and so are the documents that a known host makes
 * for each connection, so that no strangers can use that up.
 */
import { isIPv6 } from 'node:net';
import { recogniseHost } from '@granthouse/host-profiles';
import { buckets, type Spending } from '../limits/buckets.ts';
import { networkOf, siteOf as networkSiteOf } from '../limits/network.ts';

export interface Fetch {
  readonly url: string;
  /** Of whoever asks. */
  readonly address: string;
  /** Whether people have approved what is fetched. */
  readonly isKnown: boolean;
}

/** Counts a fetch when it is allowed. */
export function fetchBudget(now: () => number): (fetch: Fetch) => boolean {
  const left = buckets({ now });
  return (fetch) => {
    const spendings = spendingsOf(fetch);
    if (left.wait(spendings) > 0) return false;
    left.spend(spendings);
    return true;
  };
}

/** People who connect the same app share one fetch, so an office needs few; an IPv6 site has thousands of networks. */
function spendingsOf({ url, address, isKnown }: Fetch): Spending[] {
  const { host } = new URL(url);
  // Whoever asks for those changes nothing: each is fetched once in its time.
  if (isKnown) return [aMinute(100, 'known'), aMinute(20, `known host ${host}`)];
  const asking = [
    aMinute(10, `network ${networkOf(address)}`),
    aMinute(isIPv6(address) ? 20 : 10, `site of networks ${networkSiteOf(address)}`),
  ];
  if (recogniseHost({ clientId: url })) return [aMinute(100, `made by ${host}`), ...asking];
  return [aMinute(100, 'all'), aMinute(50, `site ${siteOf(host)}`), aMinute(20, `host ${host}`), ...asking];
}

const aMinute = (most: number, key: string): Spending => ({ key, budget: { most, perMinute: most } });

/** Whoever owns a domain has as many names below it as he likes. Where strangers share one, they share half of the whole. */
function siteOf(host: string): string {
  return host.replace(/:\d+$/, '').split('.').slice(-2).join('.');
}
