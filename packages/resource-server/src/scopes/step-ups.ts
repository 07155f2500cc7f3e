/** Ends the circle of a host that is asked for a scope and comes back without it, again and again (MCP authorization, step-up). */
import type { AccessToken } from '../access-token.ts';
import { createBoundedMap } from '../bounded-map.ts';

export interface StepUps {
  /** Whether asking for these scopes once more can help. Called for each refusal, because it counts them. */
  mayAsk(token: AccessToken, missing: readonly string[]): boolean;
  /** Forgets what was asked in vain before, as far as this token has it. */
  granted(token: AccessToken): void;
}

/** As often as a person may refuse by mistake; a host that refreshes before it asks uses up two at once. */
const mostChallenges = 3;
/** Milliseconds after the first of them, until there may be challenges again. */
const windowLength = 600_000;
/** Milliseconds in which the same token is the same attempt: parallel calls, and a host that repeats before it asks. */
const attemptLength = 10_000;
const mostHolders = 10_000;
/** Different scopes of one holder at once: batches can lack as many sets of them as there are. */
const mostAttempts = 50;

interface Attempts {
  readonly missing: readonly string[];
  readonly endsAt: number;
  count: number;
  /** What tells one token from the next; nothing that could be used as one. */
  token: string;
  startedAt: number;
}

/** Remembers attempts by person and client. `now` is in milliseconds. */
export function createStepUps({ now }: { readonly now: () => number }): StepUps {
  const isLive = ({ endsAt }: Attempts) => now() < endsAt;
  const known = createBoundedMap<string, readonly Attempts[]>(mostHolders, (all) => !all.some(isLive));

  function attemptsAt(holder: string, missing: readonly string[]): Attempts {
    const live = (known.get(holder) ?? []).filter(isLive);
    const earlier = live.find((one) => isSame(one.missing, missing));
    if (earlier !== undefined) return earlier;
    const first = { missing, endsAt: now() + windowLength, count: 0, token: '', startedAt: 0 };
    known.set(holder, [...live, first].slice(-mostAttempts));
    return first;
  }

  return {
    mayAsk(token, missing) {
      const { jti, iat, exp } = token.claims;
      const shown = JSON.stringify([jti, iat, exp]);
      const attempts = attemptsAt(holderOf(token), missing);
      const isSameAttempt = attempts.token === shown && now() - attempts.startedAt < attemptLength;
      if (!isSameAttempt) Object.assign(attempts, { count: attempts.count + 1, token: shown, startedAt: now() });
      return attempts.count <= mostChallenges;
    },
    granted(token) {
      // As good as always: nothing to do, and nothing done.
      if (known.size === 0) return;
      const holder = holderOf(token);
      const all = known.get(holder);
      const open = all?.filter(({ missing }) => !missing.every((scope) => token.scopes.includes(scope)));
      if (open?.length === 0) known.delete(holder);
      else if (open !== undefined && open.length !== all?.length) known.set(holder, open);
    },
  };
}

const holderOf = ({ issuer, subject, clientId }: AccessToken) => JSON.stringify([issuer, subject, clientId]);

const isSame = (some: readonly string[], others: readonly string[]) =>
  some.length === others.length && some.every((scope) => others.includes(scope));
