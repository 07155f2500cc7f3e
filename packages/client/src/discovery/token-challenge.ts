/** Of several challenges, the parameters of those that ask for a token: of a name that comes twice the first counts (RFC 9110 §11.6.1). */
import type { Challenge } from '@granthouse/protocol';

export function tokenChallenge(challenges: readonly Challenge[] = []): Readonly<Record<string, string>> {
  const ours = challenges.filter(({ scheme }) => /^(?:bearer|dpop)$/iu.test(scheme));
  return Object.assign({}, ...ours.map(({ parameters }) => parameters).toReversed()) as Record<string, string>;
}
