/** Reads never show an expired record; its space is freed here, from time to time, beside the requests. */
import type { DocumentStore } from '@granthouse/storage';
import type { Log } from '../log.ts';

/** Milliseconds. */
const interval = 600_000;

/** Returns what stops it. A sweep that fails is told and tried again at the next time. */
export function sweepAtTimes(store: DocumentStore, log: Log): () => void {
  const timer = setInterval(() => {
    store.sweep().then(
      (freed) => log.info({ freed }, 'expired records freed'),
      (error: unknown) => log.warn({ cause: String(error) }, 'expired records could not be freed'),
    );
  }, interval);
  timer.unref();
  return () => clearInterval(timer);
}
