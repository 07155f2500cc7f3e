/** What an operation says to a call that was let in and may not have the scopes that it needs (RFC 6750 §3.1). */
import type { Auth } from '../auth.ts';
import { lackOfScope } from '../authentication.ts';
import type { ChallengesByKind } from '../challenge.ts';
import type { Observer } from '../decision.ts';
import { holdsScopes } from './holds-scopes.ts';

export interface ScopeDemands<A extends Auth> {
  /**
   * 403 for what was let in and lacks a scope; an access token is asked for what was granted and what is needed (RFC 6750
   * §3.1), unless the same was asked in vain several times: then there is no challenge, which would lead round in a circle.
   */
  insufficientScope(auth: A, needed: readonly string[]): Response;
  /** Undefined when what was let in has all of these scopes, otherwise what `insufficientScope` answers. */
  demandScopes(auth: A, needed: readonly string[]): Response | undefined;
}

export function createScopeDemands(challenges: ChallengesByKind, observer: Observer | undefined): ScopeDemands<Auth> {
  function insufficientScope(auth: Auth, needed: readonly string[]): Response {
    const refused = lackOfScope(challenges, auth, needed);
    observer?.refused(refused);
    return refused.response;
  }
  return {
    insufficientScope,
    demandScopes(auth, needed) {
      if (!holdsScopes(auth, needed)) return insufficientScope(auth, needed);
      challenges.sufficientScope(auth);
      return undefined;
    },
  };
}
