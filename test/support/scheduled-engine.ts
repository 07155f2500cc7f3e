/** A store whose calls happen in an order that fast-check chooses, and one of which may fail: what runs at once meets in every way, and a way that breaks something is shown again. */
import { setImmediate } from 'node:timers/promises';
import { StorageError, type StorageEngine } from '@granthouse/storage';
import * as fc from 'fast-check';
import { isWrite, watched } from './failing-engine.ts';

export interface ScheduledEngine extends StorageEngine {
  /** Until the work is done, every call waits for its turn. */
  during<Work>(scheduler: fc.Scheduler, work: () => Promise<Work>, fault?: WriteFault): Promise<Work>;
}

/** The n-th write, counted from 1, fails; `after`: it was done, and its process is gone before it hears of it. */
export interface WriteFault {
  readonly write: number;
  readonly when: 'before' | 'after';
}

/** Turns of the event loop in which whatever runs at once comes as far as its next call. */
const turns = 8;

/** Chooses among all that wait, not the first to arrive. */
export const schedulers = fc.scheduler({
  async act(choose) {
    for (let turn = 0; turn < turns; turn += 1) await setImmediate();
    await choose();
  },
});

export function scheduledEngine(engine: StorageEngine): ScheduledEngine {
  let turnOf: ((call: string) => Promise<unknown>) | undefined;
  let expected: WriteFault | undefined;
  let writes = 0;
  const call = async (name: string, real: () => unknown): Promise<unknown> => {
    await turnOf?.(name);
    writes += isWrite(name) ? 1 : 0;
    const fault = isWrite(name) && writes === expected?.write ? expected.when : undefined;
    const gone = () => new StorageError('unavailable', 'the process of this call is gone: a test says so');
    if (fault === 'before') throw gone();
    const answer = await real();
    if (fault === 'after') throw gone();
    return answer;
  };
  return {
    ...engine,
    open: async (collections) => watched(await engine.open(collections), call),
    async during(scheduler, work, fault) {
      turnOf = (name) => scheduler.schedule(Promise.resolve(), name);
      [expected, writes] = [fault, 0];
      try {
        return await scheduler.waitFor(work());
      } finally {
        [turnOf, expected] = [undefined, undefined];
      }
    },
  };
}
