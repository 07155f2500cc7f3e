/**
 * Asks name servers by queries of its own (RFC 1035 §4). The system's resolver waits on one of node's few threads and
 * can't be stopped, so that names whose server is silent would hold up every other lookup of the process for minutes.
 */
import type { LookupAddress } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { callbackify } from 'node:util';

/** A resolver for each name: it knows the name servers of the moment, and gives up within three seconds. */
const resolverOfTheMoment = () => new Resolver({ timeout: 1500, tries: 2 });

/** Calls back with all addresses of a name. */
export const nameQueries = (makeResolver = resolverOfTheMoment) =>
  callbackify((name: string) => addressesOf(name, makeResolver()));

/** A name may have addresses of one family alone. */
async function addressesOf(name: string, resolver: Resolver): Promise<LookupAddress[]> {
  const [v4, v6] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  if (v4.status === 'rejected' && v6.status === 'rejected') throw v4.reason;
  return [
    ...(v4.status === 'fulfilled' ? v4.value : []).map((address) => ({ address, family: 4 })),
    ...(v6.status === 'fulfilled' ? v6.value : []).map((address) => ({ address, family: 6 })),
  ];
}
