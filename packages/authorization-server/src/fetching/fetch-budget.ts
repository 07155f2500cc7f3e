/** How much a flood of strange addresses can make this server fetch: in all, from one host, and for one asking network. */
import { networkOf } from '../accounts/network.ts';

/** Milliseconds. */
const span = 60_000;
/** Fetches in one span. People who connect the same app share one fetch, so an office needs few. */
const most = { all: 100, host: 20, network: 10 };

/** Counts a fetch when it is allowed. What is remembered is bounded by what is allowed. */
export function fetchBudget(now: () => number): (host: string, address: string) => boolean {
  const counts = new Map<string, number>();
  let since = now();
  return (host, address) => {
    if (now() - since >= span) {
      since = now();
      counts.clear();
    }
    const limits = [
      ['all', most.all],
      [`host ${host}`, most.host],
      [`network ${networkOf(address)}`, most.network],
    ] as const;
    if (limits.some(([name, limit]) => (counts.get(name) ?? 0) >= limit)) return false;
    for (const [name] of limits) counts.set(name, (counts.get(name) ?? 0) + 1);
    return true;
  };
}
