/** What nobody waits for: at the start and from time to time, servers are asked again to take access back, and what has ended is freed. */
import type { Registry } from './registry.ts';
import { revokeDue } from './revocations.ts';

/** Milliseconds. */
const interval = 300_000;

/** Returns what stops it. What fails is tried again at the next time. */
export function keepHouse(registry: Registry): () => void {
  let asking: Promise<unknown> | undefined;
  const work = () => {
    registry.store.sweep().catch(() => undefined);
    asking ??= revokeDue(registry)
      .catch(() => undefined)
      .finally(() => (asking = undefined));
  };
  work();
  const timer = setInterval(work, interval);
  timer.unref();
  return () => clearInterval(timer);
}
