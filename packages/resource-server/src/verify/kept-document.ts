/**
 * A document of another server, kept at a bounded age: read once for all who wait, again when old, not too often, and
 * used a while longer when that server is away (RFC 9111 §4.2.4).
 */
import { OAuthError } from '@granthouse/protocol';

export interface KeptDocument<T> {
  /** The document at its bounded age. Throws OAuthError `temporarily_unavailable` when there is none, or none young enough. */
  read(): Promise<T>;
  /**
   * The document at whatever age, while a newer one is fetched beside. Waits for nothing but the first try there ever is.
   * Throws OAuthError `temporarily_unavailable` when there is none.
   */
  latest(): Promise<T>;
  /**
   * The document, read again now unless that was tried within the cool-down. Throws OAuthError `temporarily_unavailable`
   * when the last try failed: what the document says now is then unknown.
   */
  readAgain(): Promise<T>;
}

/** All times in milliseconds. */
export interface KeepingRules {
  /** Older than this, the document is read again before it is used. */
  readonly maxAge: number;
  /** Older than this, it isn't used even when its server is away. */
  readonly maxStaleAge: number;
  /** The shortest time between two tries. */
  readonly coolDown: number;
  readonly now: () => number;
}

/** Keeps what `load` returns; `load` gets the previous value, and may return it to say that nothing changed. */
export function keepDocument<T>(
  load: (previous: T | undefined) => Promise<T>,
  rules: KeepingRules,
  onTrouble: (error: unknown) => void,
): KeptDocument<T> {
  let kept: { value: T; readAt: number } | undefined;
  const isYoungerThan = (span: number) => kept !== undefined && isWithin(rules.now() - kept.readAt, span);
  const tries = createTries(rules, async (startedAt) => {
    try {
      kept = { value: await load(kept?.value), readAt: startedAt };
      return true;
    } catch (error) {
      onTrouble(error);
      return false;
    }
  });

  const valueIf = (isUsable: boolean): T => (isUsable && kept !== undefined ? kept.value : sayUnavailable());

  return {
    async read() {
      if (isYoungerThan(rules.maxAge)) return valueIf(true);
      // A server that is known to be away is asked in the background: nobody waits for its time-out.
      if (tries.hasFailed() && isYoungerThan(rules.maxStaleAge)) void tries.run();
      else await tries.run();
      return valueIf(isYoungerThan(rules.maxStaleAge));
    },
    async latest() {
      if (kept === undefined && !tries.hasFailed()) await tries.run();
      else if (!isYoungerThan(rules.maxAge)) void tries.run();
      return valueIf(true);
    },
    async readAgain() {
      await tries.run();
      return valueIf(!tries.hasFailed());
    },
  };
}

function sayUnavailable(): never {
  throw new OAuthError('temporarily_unavailable', 'the authorization server is away, try again soon');
}

/** Runs an action once for all who wait, and not again within the cool-down. */
function createTries(rules: KeepingRules, action: (startedAt: number) => Promise<boolean>) {
  let lastStart: number | undefined;
  let failed = false;
  let running: Promise<void> | undefined;

  async function start(): Promise<void> {
    lastStart = rules.now();
    failed = !(await action(lastStart));
  }

  return {
    hasFailed: () => failed,
    async run(): Promise<void> {
      const isCoolingDown = lastStart !== undefined && isWithin(rules.now() - lastStart, rules.coolDown);
      if (running === undefined && isCoolingDown) return;
      running ??= start().finally(() => {
        running = undefined;
      });
      await running;
    },
  };
}

// A clock that was set back makes an age negative: such a time is over, not just begun.
function isWithin(age: number, span: number): boolean {
  return age >= 0 && age < span;
}
