/** A store in memory where one call waits until a test lets it go on: everything else overtakes it. */
import { EventEmitter, once } from 'node:events';
import type { StorageEngine } from '@granthouse/storage';
import { memoryEngine } from '@granthouse/storage/memory';
import { watched } from './failing-engine.ts';

export interface HeldEngine extends StorageEngine {
  /** Begins the work, whose first call of the kind waits. */
  hold<Work>(work: () => Promise<Work>): Held<Work>;
}

export interface Held<Work> {
  /** The call has come. */
  readonly isHeld: Promise<unknown>;
  readonly done: Promise<Work>;
  release(): void;
}

/** `call`: such as `get grant`. */
export function heldEngine(call: string): HeldEngine {
  const engine = memoryEngine();
  let arrive: (() => Promise<void>) | undefined;
  const through = async (name: string, real: () => unknown): Promise<unknown> => {
    const arrived = name === call ? arrive : undefined;
    if (arrived) arrive = undefined;
    await arrived?.();
    return real();
  };
  return {
    ...engine,
    open: async (collections) => watched(await engine.open(collections), through),
    hold(work) {
      const gate = new EventEmitter();
      const [isHeld, released] = [once(gate, 'held'), once(gate, 'released')];
      arrive = async () => {
        gate.emit('held');
        await released;
      };
      return { isHeld, done: work(), release: () => void gate.emit('released') };
    },
  };
}
