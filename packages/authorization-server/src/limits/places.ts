/** Where an address is: its networks, and how many times its budgets are there. Asked for every request, so the last ones are remembered. */
import { isIPv6, type BlockList } from 'node:net';
import { recentlyUsed } from '../recently-used.ts';
import { timesOnSharedNetworks } from './budgets.ts';
import { networkOf, siteOf } from './network.ts';

export interface Place {
  readonly network: string;
  /** Around the network; of IPv6 alone. */
  readonly site?: string;
  /** How much more than elsewhere. */
  readonly times: number;
}

const bounds = { most: 1000, mostSize: 100_000 };

export function places(shared: BlockList): (address: string) => Place {
  const remembered = recentlyUsed<Place>(bounds);
  return (address) => {
    const before = remembered.get(address);
    if (before) return before;
    const place = placeOf(address, shared);
    remembered.set(address, place, address.length);
    return place;
  };
}

function placeOf(address: string, shared: BlockList): Place {
  const isV6 = isIPv6(address);
  const times = shared.check(address, isV6 ? 'ipv6' : 'ipv4') ? timesOnSharedNetworks : 1;
  return { network: networkOf(address), times, ...(isV6 ? { site: siteOf(address) } : {}) };
}
