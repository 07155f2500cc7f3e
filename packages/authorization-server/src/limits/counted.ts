/** Who is counted for a request: each of these has a budget of its own, and a name by which the operator is told that it is spent. */
import type { CompleteOptions } from '../options.ts';
import { hashedId } from '../store/vault.ts';
import type { Budget, Spending } from './buckets.ts';
import { networksOfSite } from './budgets.ts';
import { places } from './places.ts';
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
  const placeOf = places(sharedNetworks(declared));
  return {
    network([limit, budget], address) {
      const place = placeOf(address);
      const own = { limit, by: 'network', network: place.network } as const;
      const network = counted(own, timed(budget, times * place.times));
      if (place.site === undefined) return [network];
      const around = { limit, by: 'site', network: place.site } as const;
      return [network, counted(around, timed(budget, times * place.times * networksOfSite))];
    },
    client([limit, budget], { address, clientId }) {
      const { network, times: here } = placeOf(address);
      return counted({ limit, by: 'client and network', client_id: clientId, network }, timed(budget, times * here));
    },
    metadata([limit, budget], { address, fingerprint }) {
      const { network, times: here } = placeOf(address);
      return counted({ limit, by: 'metadata and network', network }, timed(budget, times * here), fingerprint);
    },
    user([limit, budget], { clientId, accountId }) {
      const who = { limit, by: 'client and user', client_id: clientId, account_id: accountId } as const;
      return counted(who, timed(budget, times));
    },
    all: ([limit, budget], left) => ({ ...counted({ limit, by: 'all' }, timed(budget, times)), left: left * times }),
  };
}

/** Characters of a key that is kept as it is. */
const longest = 200;

/** Strangers choose what they are counted by, at any length: of what is long a hash is kept, and the beginning told. */
function counted(reached: Reached, budget: Budget, more = ''): Counted {
  const { limit, by, network = '', client_id: clientId, account_id: accountId = '' } = reached;
  const text = JSON.stringify([limit, by, network, clientId ?? '', accountId, more]);
  const key = text.length > longest ? hashedId(text) : text;
  const isLong = clientId !== undefined && clientId.length > longest;
  return { key, budget, reached: isLong ? { ...reached, client_id: clientId.slice(0, longest) } : reached };
}

const timed = ({ most, perMinute }: Budget, times: number): Budget => ({
  most: Math.max(1, Math.floor(most * times)),
  perMinute: perMinute * times,
});
