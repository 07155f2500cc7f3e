/** A store of a process that dies at one of its calls: from then on it reaches nothing. */
import { StorageError, type StorageEngine } from '@granthouse/storage';
import { type Fault, watched } from './failing-engine.ts';

export interface DyingEngine extends StorageEngine {
  readonly isDead: boolean;
  /** Begins to count anew. */
  dieAt(fault: Fault): void;
}

export function dyingEngine(engine: StorageEngine): DyingEngine {
  let fault: Fault | undefined;
  let calls = 0;
  let isDead = false;
  const die = () => {
    isDead = true;
    throw new StorageError('unavailable', 'the process is dead: a test says so');
  };
  const through = async (_name: string, real: () => unknown): Promise<unknown> => {
    if (isDead) die();
    calls += 1;
    const isNow = calls === fault?.call;
    if (isNow && fault?.when === 'before') die();
    const answer = await real();
    return isNow ? die() : answer;
  };
  return {
    ...engine,
    open: async (collections) => watched(await engine.open(collections), through),
    get isDead() {
      return isDead;
    },
    dieAt(next) {
      fault = next;
      calls = 0;
    },
  };
}
