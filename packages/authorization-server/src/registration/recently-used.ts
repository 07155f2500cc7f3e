/** A memory with two bounds, by number and by size: what was not used for longest is dropped first. */

interface Entry<T> {
  readonly value: T;
  readonly size: number;
}

export interface RecentlyUsed<T> {
  has(key: string): boolean;
  get(key: string): T | undefined;
  set(key: string, value: T, size: number): void;
}

export function recentlyUsed<T>({ most, mostSize }: { most: number; mostSize: number }): RecentlyUsed<T> {
  const entries = new Map<string, Entry<T>>();
  let total = 0;
  const drop = (key: string) => {
    total -= entries.get(key)?.size ?? 0;
    entries.delete(key);
  };
  return {
    has: (key) => entries.has(key),
    get(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      // A map keeps the order in which its keys came.
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    set(key, value, size) {
      drop(key);
      entries.set(key, { value, size });
      total += size;
      for (const [oldest] of entries) {
        if (entries.size <= most && total <= mostSize) break;
        drop(oldest);
      }
    },
  };
}
