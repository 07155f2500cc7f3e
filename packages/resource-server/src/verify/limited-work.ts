/** Work that may be done so many times at once: others wait for a place, and are sent away when too many wait already. */

export interface Places {
  readonly parallel: number;
  readonly waiting: number;
}

/** The returned function throws what `sendAway` makes when there is no place to wait, either. */
export function createLimitedWork(
  { parallel, waiting }: Places,
  sendAway: () => Error,
): <T>(work: () => Promise<T>) => Promise<T> {
  const queue: (() => void)[] = [];
  let running = 0;

  async function takePlace(): Promise<void> {
    if (running < parallel) {
      running += 1;
      return;
    }
    if (queue.length >= waiting) throw sendAway();
    await new Promise<void>((resolve) => queue.push(resolve));
  }

  // A place is handed on as it is, so that nobody who comes later gets in between.
  function leavePlace(): void {
    const next = queue.shift();
    if (next === undefined) running -= 1;
    else next();
  }

  return async (work) => {
    await takePlace();
    try {
      return await work();
    } finally {
      leavePlace();
    }
  };
}
