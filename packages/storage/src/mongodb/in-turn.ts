/** Steps on one record, one after another: many at once of one process would mostly make each other try again. */

/** Runs a step when those of the same name that came before have ended, whether or not they failed. */
export type InTurn = <T>(name: string, step: () => Promise<T>) => Promise<T>;

export function turns(): InTurn {
  const last = new Map<string, Promise<unknown>>();
  return async (name, step) => {
    const turn = Promise.allSettled([last.get(name)]).then(step);
    last.set(name, turn);
    try {
      return await turn;
    } finally {
      if (last.get(name) === turn) last.delete(name);
    }
  };
}
