/** Who is counted for a request: each of these has a budget of its own, and a name by which the operator is told that it is spent. */
import { isIPv6, type BlockList } from 'node:net';
import type { CompleteOptions } from '../options.ts';
import { hashedId } from '../store/vault.ts';
import type { Budget, Spending } from './buckets.ts';
import { networksOfSite, timesOnSharedNetworks } from './budgets.ts';
import { networkOf, siteOf } from './network.ts';
import { sharedNetworks } from './shared-networks.ts';

export interface Reached {
  /** What there was too much of. */
  readonly limit: 'registration' | 'new_client' | 'authorization' | 'client_request' | 'refresh' | 'approval';
  readonly by: 'network' | 'site' | 'client and network' | 'metadata and network' | 'client and user' | 'all';
  readonly network?: string;
  readonly client_id?: string;
  readonly account_id?: string;
}

export interface Counted extends Spending {
  readonly reached: Reached;
}

export type Named = readonly [limit: Reached['limit'], budget: Budget];

export interface Counters {
  /** The network and, of IPv6, the site around it: the widest comes last. */
  network(named: Named, address: string): Counted[];
  client(named: Named, who: { readonly address: string; readonly clientId: string }): Counted;
  metadata(named: Named, what: { readonly address: string; readonly fingerprint: string }): Counted;
  user(named: Named, who: { readonly clientId: string; readonly accountId: string }): Counted;
  all(named: Named, left: number): Counted;
}

export function counters({ times, sharedNetworks: declared }: CompleteOptions['limits']): Counters {
  const shared = sharedNetworks(declared);
  const timesAt = (address: string) => times * (isIn(shared, address) ? timesOnSharedNetworks : 1);
  return {
    network([limit, budget], address) {
      const own = { limit, by: 'network', network: networkOf(address) } as const;
      const network = counted(own, timed(budget, timesAt(address)));
      if (!isIPv6(address)) return [network];
      const around = { limit, by: 'site', network: siteOf(address) } as const;
      return [network, counted(around, timed(budget, timesAt(address) * networksOfSite))];
    },
    client([limit, budget], { address, clientId }) {
      const who = { limit, by: 'client and network', client_id: clientId, network: networkOf(address) } as const;
      return counted(who, timed(budget, timesAt(address)));
    },
    metadata([limit, budget], { address, fingerprint }) {
      const what = { limit, by: 'metadata and network', network: networkOf(address) } as const;
      return counted(what, timed(budget, timesAt(address)), fingerprint);
    },
    user([limit, budget], { clientId, accountId }) {
      const who = { limit, by: 'client and user', client_id: clientId, account_id: accountId } as const;
      return counted(who, timed(budget, times));
    },
    all: ([limit, budget], left) => ({ ...counted({ limit, by: 'all' }, timed(budget, times)), left: left * times }),
  };
}

/** Strangers choose what they are counted by, at any length: kept is a hash, told is the beginning. */
function counted(reached: Reached, budget: Budget, more = ''): Counted {
  const { limit, by, network = '', client_id: clientId, account_id: accountId = '' } = reached;
  const key = hashedId(JSON.stringify([limit, by, network, clientId ?? '', accountId, more]));
  const told = clientId === undefined ? {} : { client_id: clientId.slice(0, 200) };
  return { key, budget, reached: { ...reached, ...told } };
}

const timed = ({ most, perMinute }: Budget, times: number): Budget => ({
  most: Math.max(1, Math.floor(most * times)),
  perMinute: perMinute * times,
});

const isIn = (list: BlockList, address: string) => list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
