/**
 * Guessing is slowed, per account and per network (OAuth 2.1 §2.4.1): after some failures each further one doubles the
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

/** An account's count guards it from wherever the guesses come; a network's is higher, as a whole office is behind one address. */
const limits = { account: { free: 5, longestWait: 300 }, network: { free: 100, longestWait: 900 } };
const forgottenAfter = 3_600_000;
const none: Count = { failures: 0, notBefore: 0 };

/** A try to sign in: told to wait, or else counted as failed before it is judged, so that parallel guesses can't share one count. */
export interface Attempt {
  /** Seconds to wait; 0: go ahead. */
  readonly seconds: number;
  /** The password was right: takes the count of the account back, and what this one took of the network's. */
  succeeded(): Promise<void>;
  /** The password was not looked at: takes back what this one took of the network's. */
  unheard(): Promise<void>;
}

export interface SignInAttempts {
  begin(login: string, address: string): Promise<Attempt>;
}

export function signInAttempts(vault: Vault): SignInAttempts {
  return {
    async begin(login, address) {
      const account = { key: hashedId(`account:${login}`), limit: limits.account };
      const network = { key: hashedId(`address:${networkOf(address)}`), limit: limits.network };
      // Who is told to wait for an account has not guessed, and takes nothing from the office around them.
      const wait = waitOf(vault, await read(vault, account));
      if (wait > 0) return refused(wait);
      const ofNetwork = await count(vault, network);
      if (ofNetwork.seconds > 0) return refused(ofNetwork.seconds);
      const { seconds } = await count(vault, account);
      const unheard = () => giveBack(vault, network, ofNetwork);
      const succeeded = () => vault.store.delete('sign_in_attempts', account.key).then(unheard);
      return { seconds, succeeded, unheard };
    },
  };
}

const nothing = () => Promise.resolve();
const refused = (seconds: number): Attempt => ({ seconds, succeeded: nothing, unheard: nothing });

interface Taken {
  readonly seconds: number;
  readonly before: Count;
  readonly after: Count;
}

async function count(vault: Vault, counter: Counter): Promise<Taken> {
  const current = await read(vault, counter);
  const before = current ?? none;
  const seconds = waitOf(vault, current);
  if (seconds > 0) return { seconds, before, after: before };
  const failures = before.failures + 1;
  const after = { failures, notBefore: vault.now() + waitAfter(failures, counter.limit) * 1000 };
  const isCounted = current
    ? await replace(vault, counter.key, [current, after])
    : await vault.store.insert('sign_in_attempts', counter.key, { ...after }, vault.now() + forgottenAfter);
  return isCounted ? { seconds: 0, before, after } : count(vault, counter);
}

/** As if it had never been; but where others were counted meanwhile, the wait after them stands. */
async function giveBack(vault: Vault, counter: Counter, taken: Taken): Promise<void> {
  const { before, after } = taken;
  const current = await read(vault, counter);
  if (!current || current.failures === 0) return;
  const isLast = current.failures === after.failures && current.notBefore === after.notBefore;
  const failures = current.failures - 1;
  const stands = waitAfter(failures, counter.limit) > 0 ? current.notBefore : 0;
  const next = isLast ? before : { failures, notBefore: stands };
  if (!(await replace(vault, counter.key, [current, next]))) await giveBack(vault, counter, taken);
}

const waitOf = (vault: Vault, current: Count | undefined) =>
  Math.max(0, Math.ceil(((current?.notBefore ?? 0) - vault.now()) / 1000));

async function read(vault: Vault, { key }: Counter): Promise<Count | undefined> {
  return (await vault.store.get('sign_in_attempts', key)) as Count | undefined;
}

function replace(vault: Vault, key: string, [current, next]: readonly [Count, Count]): Promise<boolean> {
  return vault.store.compareAndSet('sign_in_attempts', key, { expected: { ...current }, set: { ...next } });
}

const waitAfter = (failures: number, limit: Limit) =>
  failures < limit.free ? 0 : Math.min(limit.longestWait, 2 ** Math.min(failures - limit.free, 20));
