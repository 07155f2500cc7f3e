/** The answers of a guard that says no: challenges by RFC 6750 §3 and RFC 9728 §5.1, refusals without one. */
import { bearerChallenge, missingScopes, OAuthError, type OAuthErrorCode, writeChallenge } from '@granthouse/protocol';
import type { AccessToken } from './access-token.ts';
import type { Auth, CredentialKind } from './auth.ts';
import { createBoundedMap } from './bounded-map.ts';
import { DpopRefusal } from './dpop/dpop-refusal.ts';
import { dpopAlgorithms } from './dpop/proof.ts';
import { errorAnswer } from './json-answer.ts';
import type { ResolvedOptions } from './options.ts';
import { createStepUps, type StepUps } from './scopes/step-ups.ts';
import { boundKeyOf, grantedScopes } from './verify/claims.ts';

/** Seconds after which a caller may ask again when a token can't be judged now. */
const RETRY_AFTER = '10';

export interface Challenges {
  /** No credentials came: 401 without an error code (RFC 6750 §3.1). */
  credentialsWanted(): Response;
  /** 400, 401, 403 or 503, by the error's code. */
  refused(error: OAuthError): Response;
  /** 403 to a valid credential that lacks a scope. */
  insufficientScope(auth: Auth, needed: readonly string[]): Response;
}

/** Each kind of credential is refused in its own way. */
export interface ChallengesByKind {
  /** Undefined for what no kind is asked about: what comes without credentials, or from elsewhere. */
  of(kind: CredentialKind | undefined): Challenges;
  insufficientScope(auth: Auth, needed: readonly string[]): Response;
  /** Told of a call that has the scopes that it needs. */
  sufficientScope(auth: Auth): void;
}

export function createChallenges(
  options: Pick<ResolvedOptions, 'resource' | 'metadataUrl' | 'requiredScopes' | 'now'>,
): ChallengesByKind {
  const { resource, metadataUrl, requiredScopes } = options;
  const stepUps = createStepUps(options);
  const forKeys = keyChallenges(new URL(resource).host);
  const forTokens = metadataUrl === undefined ? forKeys : tokenChallenges({ metadataUrl, requiredScopes, stepUps });
  const of = (kind: CredentialKind | undefined) =>
    kind === undefined || kind === 'access_token' ? forTokens : forKeys;
  return {
    of,
    insufficientScope: (auth, needed) => of(auth.kind).insufficientScope(auth, needed),
    sufficientScope(auth) {
      if (auth.kind === 'access_token') stepUps.granted(auth);
    },
  };
}

/**
 * The same scope on every 401, so that hosts never see it change. `Bearer` first, because hosts look no further; an error
 * stands in the scheme that was tried (RFC 9449 §7.2).
 */
function tokenChallenges(place: {
  readonly metadataUrl: string;
  readonly requiredScopes: readonly string[];
  readonly stepUps: StepUps;
}): Challenges {
  const { metadataUrl, requiredScopes: always, stepUps } = place;
  const bearer = (scope: readonly string[], error?: OAuthError) =>
    bearerChallenge({
      resourceMetadata: metadataUrl,
      ...(scope.length > 0 && { scope }),
      ...(error && { error: error.code, errorDescription: error.description }),
    });
  const both = (scope: readonly string[], error: { underBearer?: OAuthError; underDpop?: OAuthError } = {}) =>
    `${bearer(scope, error.underBearer)}, ${dpopChallenge(error.underDpop)}`;
  const withError = writtenOnce((error) =>
    both(always, error instanceof DpopRefusal ? { underDpop: error } : { underBearer: error }),
  );
  return {
    credentialsWanted: () => errorAnswer(401, wanted('an access token'), challenged(both(always))),
    refused: (error) => refusal(error, () => withError(error)),
    insufficientScope(auth, needed) {
      const token = auth as AccessToken;
      const missing = missingScopes(token.scopes, needed);
      if (!stepUps.mayAsk(token, missing)) return errorAnswer(403, NOT_GRANTED.body());
      // What it has and what it needs, because hosts replace the old scope by this one.
      const scope = [...grantedScopes(token), ...missing];
      const error = new OAuthError('insufficient_scope', 'the access token lacks a scope that this call needs');
      const isBound = boundKeyOf(token) !== undefined;
      const challenge = isBound ? both(scope, { underDpop: error }) : bearer(scope, error);
      return errorAnswer(403, error.body(), challenged(challenge));
    },
  };
}

/** What can be wrong is soon counted, and comes in floods: each challenge is written once, which takes as long as the judgement. */
function writtenOnce(write: (error: OAuthError) => string): (error: OAuthError) => string {
  const known = createBoundedMap<string, string>(100);
  return (error) => {
    const name = [error.name, error.code, error.description].join('\n');
    const written = known.get(name) ?? write(error);
    known.set(name, written);
    return written;
  };
}

function dpopChallenge(error?: OAuthError): string {
  const parameters = {
    ...(error && { error: error.code, error_description: error.description.replaceAll(/[=']/g, ' ') }),
    algs: dpopAlgorithms.join(' '),
  };
  return writeChallenge({ scheme: 'DPoP', parameters });
}

/**
 * For credentials that no authorization server gives: nothing in these answers may lead a host into an OAuth flow, where
 * it would never find a better one.
 */
function keyChallenges(realm: string): Challenges {
  return {
    credentialsWanted: () =>
      errorAnswer(
        401,
        wanted('credentials'),
        // One parameter at least (RFC 6750 §3).
        challenged(writeChallenge({ scheme: 'Bearer', parameters: { realm } })),
      ),
    refused: (error) =>
      refusal(error, () => bearerChallenge({ error: error.code, errorDescription: error.description })),
    insufficientScope: () =>
      errorAnswer(
        403,
        new OAuthError('insufficient_scope', 'these credentials lack a scope that this call needs').body(),
      ),
  };
}

function refusal(error: OAuthError, challenge: () => string): Response {
  const status = STATUS[error.code];
  if (status === 400 || status === 401) {
    const nonce = error instanceof DpopRefusal ? error.nonce : undefined;
    return errorAnswer(status, error.body(), {
      ...challenged(challenge()),
      ...(nonce !== undefined && { 'dpop-nonce': nonce }),
    });
  }
  if (status === 403) return errorAnswer(status, error.body());
  return errorAnswer(503, error.body(), { 'retry-after': RETRY_AFTER });
}

const NOT_GRANTED = new OAuthError(
  'insufficient_scope',
  'the scope that this call needs was asked for several times and not granted: connect again later and allow it',
);

const wanted = (what: string) => ({ error_description: `this resource needs ${what}` });

const challenged = (challenge: string) => ({ 'www-authenticate': challenge });

// Any other code is trouble of ours with the authorization server, and never the caller's fault.
const STATUS: Partial<Record<OAuthErrorCode, number>> = {
  invalid_request: 400,
  invalid_token: 401,
  invalid_dpop_proof: 401,
  use_dpop_nonce: 401,
  access_denied: 403,
};
