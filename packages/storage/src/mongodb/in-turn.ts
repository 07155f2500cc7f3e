/** Steps on one record, one after another: many at once of one process would mostly make each other try again. */

interface Turn<T> {
  step(): Promise<T>;
  /** Resolves when nobody waits for its answer any more; a step that the driver never ends keeps its record no longer. */
  readonly until: Promise<unknown>;
}

/** Runs a step when those of the same name that came before are over, whether or not they failed. */
export type InTurn = <T>(name: string, turn: Turn<T>) => Promise<T>;

export function turns(): InTurn {
  const last = new Map<string, Promise<unknown>>();
  return (name, { step, until }) => {
    const answer = Promise.resolve(last.get(name)).then(step);
    const over = Promise.allSettled([Promise.race([answer, until])]).then(() => {
      if (last.get(name) === over) last.delete(name);
    });
    last.set(name, over);
    return answer;
  };
}
