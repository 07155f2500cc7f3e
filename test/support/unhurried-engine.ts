/** A store whose every answer comes some turns later, as over a network: what reads first and writes then is caught by it. */
import { setImmediate } from 'node:timers/promises';
import type { DocumentStore, StorageEngine } from '@granthouse/storage';

/** Many enough that requests which came together have all read before the first of them writes. */
const turns = 50;

export function unhurriedEngine(engine: StorageEngine): StorageEngine {
  return { ...engine, open: async (collections) => unhurried(await engine.open(collections)) };
}

function unhurried(store: DocumentStore): DocumentStore {
  return new Proxy(store, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== 'function' || name === 'close') return method;
      return async (...words: unknown[]) => {
        for (let turn = 0; turn < turns; turn += 1) await setImmediate();
        return method.apply(target, words) as unknown;
      };
    },
  });
}
