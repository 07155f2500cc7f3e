/** Ends the circle of a host that is asked for a scope and comes back without it, again and again (MCP authorization, step-up). */
import type { AccessToken } from '../access-token.ts';
import { createBoundedMap } from '../bounded-map.ts';

export interface StepUps {
  /** Whether asking for these scopes once more can help. Called for each refusal, because it counts them. */
  mayAsk(token: AccessToken, missing: readonly string[]): boolean;
}

/** As often as a person may refuse by mistake; a host that refreshes before it asks uses up two at once. */
const mostChallenges = 3;
/** Milliseconds after the first of them, until there may be challenges again. */
const windowLength = 600_000;
/** Milliseconds in which the same token is the same attempt: parallel calls, and a host that repeats before it asks. */
const attemptLength = 10_000;
const mostRemembered = 10_000;

interface Attempts {
  count: number;
  /** What tells one token from the next; nothing that could be used as one. */
  token: string;
  startedAt: number;
  readonly endsAt: number;
}

/** Remembers attempts by person, client and what is missing. `now` is in milliseconds. */
export function createStepUps({ now }: { readonly now: () => number }): StepUps {
  const known = createBoundedMap<string, Attempts>(mostRemembered, ({ endsAt }) => now() >= endsAt);
  return {
    mayAsk({ issuer, subject, clientId, claims }, missing) {
      const key = JSON.stringify([issuer, subject, clientId, ...missing.toSorted()]);
      const token = JSON.stringify([claims['jti'], claims['iat'], claims['exp']]);
      const time = now();
      let attempts = known.get(key);
      if (attempts === undefined || time >= attempts.endsAt) {
        attempts = { count: 0, token: '', startedAt: 0, endsAt: time + windowLength };
        known.set(key, attempts);
      }
      const isSameAttempt = attempts.token === token && time - attempts.startedAt < attemptLength;
      if (!isSameAttempt) Object.assign(attempts, { count: attempts.count + 1, token, startedAt: time });
      return attempts.count <= mostChallenges;
    },
  };
}
