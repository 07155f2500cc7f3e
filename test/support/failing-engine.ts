/** A store that fails where a test says so: its n-th call from now, before or after the real one; or every call, while it is away. */
import { StorageError, type DocumentStore, type StorageEngine } from '@granthouse/storage';

export interface Fault {
  /** Counted from 1. */
  readonly call: number;
  /** `after`: it was done, and nobody hears of it. */
  readonly when: 'before' | 'after';
}

export interface FailingEngine extends StorageEngine {
  /** Every call since `expectFault`, such as `put grant`. */
  readonly calls: string[];
  /** Begins to count anew; without a fault nothing fails. */
  expectFault(fault?: Fault): void;
  isAway: boolean;
  /** What every call fails with, when it is no outage. */
  broken: Error | undefined;
}

export const isWrite = (call: string): boolean => !/^(?:get|text|findBy|list) /.test(call);

export function failingEngine(engine: StorageEngine): FailingEngine {
  let expected: Fault | undefined;
  const failing: FailingEngine = {
    ...engine,
    calls: [],
    isAway: false,
    broken: undefined,
    expectFault(fault) {
      expected = fault;
      failing.calls.length = 0;
    },
    open: async (collections) => watched(await engine.open(collections), call),
  };
  const call = async (name: string, real: () => unknown): Promise<unknown> => {
    failing.calls.push(name);
    const fault = failing.calls.length === expected?.call ? expected.when : undefined;
    if (failing.broken) throw failing.broken;
    if (failing.isAway || fault === 'before') throw unavailable();
    const answer = await real();
    if (fault === 'after') throw unavailable();
    return answer;
  };
  return failing;
}

const unavailable = () => new StorageError('unavailable', "the store can't be used now: a test says so");

/** Every call of a store goes through `call`, named like `put grant`. */
export function watched(
  store: DocumentStore,
  call: (name: string, real: () => unknown) => Promise<unknown>,
): DocumentStore {
  return new Proxy(store, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== 'function' || name === 'close') return method;
      return (...words: unknown[]) =>
        call(`${String(name)} ${String(words[0])}`, () => method.apply(target, words) as unknown);
    },
  });
}
