/** Work that several want at the same time is done once, for all of them: a host often opens with many parallel calls. */

/** Does the work of a name, unless that is being done: then its outcome is awaited, good or bad. */
export function createSharedWork<T>(): (name: string, work: () => Promise<T>) => Promise<T> {
  const running = new Map<string, Promise<T>>();
  return (name, work) => {
    const known = running.get(name);
    if (known !== undefined) return known;
    const started = work().finally(() => running.delete(name));
    running.set(name, started);
    return started;
  };
}
