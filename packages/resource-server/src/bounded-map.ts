/** A map with room for so many entries: the oldest leave first, and what is over leaves as soon as it is the oldest. */

export interface BoundedMap<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): void;
  delete(key: K): void;
  readonly size: number;
}

export function createBoundedMap<K, V>(limit: number, isOver: (value: V) => boolean = () => false): BoundedMap<K, V> {
  const entries = new Map<K, V>();
  // In a ring of their own: a Map finds its oldest entry only past all those that were deleted before it.
  const keys: K[] = [];
  let [oldest, next] = [0, 0];

  function makeRoom(): void {
    while (oldest < next) {
      const key = keys[oldest % limit] as K;
      const value = entries.get(key);
      if (next - oldest < limit && value !== undefined && !isOver(value)) return;
      entries.delete(key);
      oldest += 1;
    }
  }

  return {
    get: (key) => entries.get(key),
    set(key, value) {
      makeRoom();
      if (!entries.has(key)) {
        keys[next % limit] = key;
        next += 1;
      }
      entries.set(key, value);
    },
    delete: (key) => void entries.delete(key),
    get size() {
      return entries.size;
    },
  };
}
