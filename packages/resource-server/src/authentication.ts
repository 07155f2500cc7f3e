/** The judgement of a request in its order: Host and Origin, credentials, scope, limits (OAuth 2.1 §5.2, §5.3). */
import { OAuthError } from '@granthouse/protocol';
import type { Auth, CredentialKind } from './auth.ts';
import type { ChallengesByKind } from './challenge.ts';
import type { Credential } from './credentials/credential.ts';
import type { Observer, Refused } from './decision.ts';
import type { ResolvedOptions } from './options.ts';
import { createLimits } from './limits.ts';
import { createOriginGuard } from './origin.ts';
import { asAskedFor } from './problem-details.ts';
import { reasonOf } from './refusal.ts';
import type { RequestHead } from './request-head.ts';

export interface AuthenticationOptions extends ResolvedOptions {
  readonly kinds: readonly Credential[];
  readonly challenges: ChallengesByKind;
  readonly corsHeaders: (request: RequestHead) => Record<string, string>;
  readonly observer: Observer | undefined;
}

/** Judges requests; whatever goes wrong becomes an answer that a browser of an allowed origin can read. */
export function createAuthentication(
  options: AuthenticationOptions,
): (request: RequestHead) => Promise<Auth | Response> {
  const { corsHeaders, observer } = options;
  const judge = createJudgement(options);
  return async (request) => {
    const outcome = await judge(request);
    if (!('response' in outcome)) {
      observer?.allowed(outcome, request.method);
      return outcome;
    }
    observer?.refused(outcome, request.method);
    return asAskedFor(request, withHeaders(outcome.response, corsHeaders(request)));
  };
}

function createJudgement(options: AuthenticationOptions): (request: RequestHead) => Promise<Auth | Refused> {
  const { challenges, kinds, requiredScopes } = options;
  const refuseForeign = createOriginGuard(options);
  const { ofSize, ofRate } = createLimits(options);

  // They hold what they imply already.
  const mayEnter = (auth: Auth) => requiredScopes.every((scope) => auth.scopes.includes(scope));

  return async (request) => {
    let asked: CredentialKind | undefined;
    try {
      refuseForeign(request);
      for (const { kind, judge } of kinds) {
        const judged = judge(request);
        // What came decides, right or wrong: it never falls through to another kind.
        if (judged === undefined) continue;
        asked = kind;
        const auth = await judged;
        if (!mayEnter(auth)) return lackOfScope(challenges, auth, requiredScopes);
        // Counted last: only what would be let through.
        return ofSize(auth, request) ?? (ofRate && (await ofRate(auth, request))) ?? auth;
      }
      return { response: challenges.of(undefined).credentialsWanted(), reason: 'no_credentials' };
    } catch (thrown) {
      const error = toOAuthError(thrown, options);
      return { response: challenges.of(asked).refused(error), reason: reasonOf(error), credential: asked };
    }
  };
}

// Trouble of ours must not look like a bad credential, or hosts would make people sign in again for nothing.
function toOAuthError(error: unknown, { log }: ResolvedOptions): OAuthError {
  if (error instanceof OAuthError && isJudgement(error)) return error;
  log?.warn({ err: error }, 'a credential could not be judged');
  return new OAuthError('temporarily_unavailable', 'the credential can not be judged now, try again soon');
}

// A code of another place judges nothing here: it and its words are for the log.
const isJudgement = (error: OAuthError) =>
  error.code === 'temporarily_unavailable' || reasonOf(error) !== 'unavailable';

/** 403 to a genuine credential that lacks a scope. */
export function lackOfScope(challenges: ChallengesByKind, auth: Auth, needed: readonly string[]): Refused {
  const response = challenges.insufficientScope(auth, needed);
  return { response, reason: 'insufficient_scope', credential: auth.kind, auth, needed };
}

function withHeaders(response: Response, headers: Record<string, string>): Response {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}
