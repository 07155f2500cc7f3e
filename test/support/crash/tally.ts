/** What was acknowledged while servers were killed, and what of it was not there afterwards. */

export const kinds = ['client', 'consent', 'token', 'refreshed token', 'revocation', 'sign-in'] as const;
export type Kind = (typeof kinds)[number];

export interface Tally {
  readonly acknowledged: Record<Kind, number>;
  /** Requests that a kill left without an answer, by what they asked for. */
  readonly unanswered: Partial<Record<Kind, number>>;
  /** In words; empty when nothing was lost. */
  readonly lost: string[];
  /** Codes that were used up by a request whose answer was lost: the app asks its person again. */
  codesUsedUp: number;
}

export function newTally(): Tally {
  const acknowledged = Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<Kind, number>;
  return { acknowledged, unanswered: {}, lost: [], codesUsedUp: 0 };
}
