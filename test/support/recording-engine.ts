/** A real engine, and every write on its way there: ids and values alike, not the final state alone. */
import type { DocumentStore, StorageEngine } from '@granthouse/storage';

const writing = new Set<string | symbol>(['insert', 'put', 'compareAndSet']);

/** `tell` gets each write as JSON text. */
export function recordingEngine(engine: StorageEngine, tell: (write: string) => void): StorageEngine {
  return {
    ...engine,
    async open(collections) {
      const store = await engine.open(collections);
      return new Proxy(store, {
        get(target, name) {
          const member: unknown = target[name as keyof DocumentStore];
          if (typeof member !== 'function') return member;
          const method = member.bind(target) as (...args: unknown[]) => unknown;
          if (!writing.has(name)) return method;
          return (...args: unknown[]) => {
            tell(JSON.stringify(args));
            return method(...args);
          };
        },
      });
    },
  };
}
