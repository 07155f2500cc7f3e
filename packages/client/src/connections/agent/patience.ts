/** How long a list waits for one connection: a server that has just kept everybody waiting holds up no list after that, and is asked again. */

export interface Patience {
  /** Milliseconds. */
  readonly of: (key: string) => number;
  /** Whether it answered in time. */
  readonly learn: (key: string, isInTime: boolean) => void;
}

/** Milliseconds. */
const short = { wait: 1000, for: 60_000 };
const mostRemembered = 10_000;

/** `timeLimit` in milliseconds; `now` in milliseconds since the epoch. */
export function patience(timeLimit: number, now = Date.now): Patience {
  const impatientUntil = new Map<string, number>();
  /** What seems to be longer than it ever is was noted before the clock was set back. */
  const isImpatient = (key: string) => {
    const rest = (impatientUntil.get(key) ?? 0) - now();
    return rest > 0 && rest <= short.for;
  };
  return {
    of: (key) => (isImpatient(key) ? Math.min(short.wait, timeLimit) : timeLimit),
    learn(key, isInTime) {
      // Whoever is late again within the minute is waited for in full when it is over.
      if (isInTime) impatientUntil.delete(key);
      else if (!isImpatient(key)) impatientUntil.set(key, now() + short.for);
      const [oldest] = impatientUntil.keys();
      if (impatientUntil.size > mostRemembered && oldest !== undefined) impatientUntil.delete(oldest);
    },
  };
}
