/** A memory with two bounds, by number and by size: what was not used for long is dropped first. */

interface Entry<T> {
  readonly value: T;
  readonly size: number;
  /** How many had come to the end of the line when this one did. */
  place: number;
}

export interface RecentlyUsed<T> {
  has(key: string): boolean;
  get(key: string): T | undefined;
  set(key: string, value: T, size: number): void;
}

export function recentlyUsed<T>({ most, mostSize }: { most: number; mostSize: number }): RecentlyUsed<T> {
  const entries = new Map<string, Entry<T>>();
  let total = 0;
  let places = 0;
  const drop = (key: string) => {
    total -= entries.get(key)?.size ?? 0;
    entries.delete(key);
  };
  return {
    has: (key) => entries.has(key),
    get(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      // A map keeps the order in which its keys came. Who is in the newer half stays: to move each one costs more than it is worth.
      if (places - entry.place < most / 2) return entry.value;
      entries.delete(key);
      entries.set(key, entry);
      entry.place = places += 1;
      return entry.value;
    },
    set(key, value, size) {
      drop(key);
      places += 1;
      entries.set(key, { value, size, place: places });
      total += size;
      for (const [oldest] of entries) {
        if (entries.size <= most && total <= mostSize) break;
        drop(oldest);
      }
    },
  };
}
