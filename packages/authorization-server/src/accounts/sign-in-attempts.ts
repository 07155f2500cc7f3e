/**
 * Guessing is slowed, per account and per address (OAuth 2.1 §2.4.1): after a few failures each further one doubles the
 * wait. Names that don't exist are counted too, so that the wait tells nobody which names do.
 */
import { hashedId, type Vault } from '../store/vault.ts';
import { networkOf } from '../limits/network.ts';

interface Limit {
  /** Failures that cost nothing. */
  readonly free: number;
  /** Seconds; short enough that nobody is locked out for long by somebody else's guessing. */
  readonly longestWait: number;
}

interface Counter {
  readonly key: string;
  readonly limit: Limit;
}

interface Count {
  readonly failures: number;
  /** Milliseconds since the epoch. */
  readonly notBefore: number;
}

const limits = { account: { free: 5, longestWait: 300 }, address: { free: 20, longestWait: 900 } };
const forgottenAfter = 3_600_000;

export interface SignInAttempts {
  /** Counts a try as failed before it is judged, so that parallel guesses can't share one count. Seconds to wait; 0: go ahead. */
  begin(login: string, address: string): Promise<number>;
  /** Takes the count of a right password back. */
  succeeded(login: string, address: string): Promise<void>;
}

export function signInAttempts(vault: Vault): SignInAttempts {
  const account = (login: string): Counter => ({ key: hashedId(`account:${login}`), limit: limits.account });
  const byAddress = (address: string): Counter => ({
    key: hashedId(`address:${networkOf(address)}`),
    limit: limits.address,
  });
  return {
    async begin(login, address) {
      return (await count(vault, byAddress(address))) || (await count(vault, account(login)));
    },
    async succeeded(login, address) {
      await vault.store.delete('sign_in_attempts', account(login).key);
      const current = await read(vault, byAddress(address));
      if (current)
        await replace(vault, byAddress(address).key, [current, { failures: current.failures - 1, notBefore: 0 }]);
    },
  };
}

async function count(vault: Vault, counter: Counter): Promise<number> {
  const current = await read(vault, counter);
  const wait = Math.ceil(((current?.notBefore ?? 0) - vault.now()) / 1000);
  if (wait > 0) return wait;
  const failures = (current?.failures ?? 0) + 1;
  const next = { failures, notBefore: vault.now() + waitAfter(failures, counter.limit) * 1000 };
  const isCounted = current
    ? await replace(vault, counter.key, [current, next])
    : await vault.store.insert('sign_in_attempts', counter.key, next, vault.now() + forgottenAfter);
  return isCounted ? 0 : count(vault, counter);
}

async function read(vault: Vault, { key }: Counter): Promise<Count | undefined> {
  return (await vault.store.get('sign_in_attempts', key)) as Count | undefined;
}

function replace(vault: Vault, key: string, [current, next]: readonly [Count, Count]): Promise<boolean> {
  return vault.store.compareAndSet('sign_in_attempts', key, { expected: { ...current }, set: { ...next } });
}

const waitAfter = (failures: number, limit: Limit) =>
  failures < limit.free ? 0 : Math.min(limit.longestWait, 2 ** Math.min(failures - limit.free, 20));
