/** The answers of a guard that says no: challenges by RFC 6750 §3 and RFC 9728 §5.1, refusals without one. */
import { bearerChallenge, missingScopes, OAuthError, type OAuthErrorCode } from '@granthouse/protocol';
import { errorAnswer } from './json-answer.ts';

/** Seconds after which a caller may ask again when a token can't be judged now. */
const RETRY_AFTER = '10';

export interface Challenges {
  /** No credentials came: 401 without an error code (RFC 6750 §3.1). */
  credentialsWanted(): Response;
  /** 400, 401, 403 or 503, by the error's code. */
  refused(error: OAuthError): Response;
  /** 403 to a valid token that lacks a scope; asks for what it has and what it needs, because hosts replace the old scope by this one. */
  insufficientScope(granted: readonly string[], needed: readonly string[]): Response;
}

/** Challenges of one resource: the same scope on every 401, so that hosts never see it change. */
export function createChallenges(place: { resourceMetadata: string; scope: readonly string[] }): Challenges {
  const challenge = (scope: readonly string[], error?: OAuthError) => ({
    'www-authenticate': bearerChallenge({
      resourceMetadata: place.resourceMetadata,
      ...(scope.length > 0 && { scope }),
      ...(error && { error: error.code, errorDescription: error.description }),
    }),
  });
  return {
    credentialsWanted: () =>
      errorAnswer(401, { error_description: 'this resource needs an access token' }, challenge(place.scope)),
    refused: (error) => {
      const status = STATUS[error.code];
      if (status === 400 || status === 401) return errorAnswer(status, error.body(), challenge(place.scope, error));
      if (status === 403) return errorAnswer(status, error.body());
      return errorAnswer(503, error.body(), { 'retry-after': RETRY_AFTER });
    },
    insufficientScope: (granted, needed) => {
      const scope = [...granted, ...missingScopes(granted, needed)];
      const error = new OAuthError('insufficient_scope', 'the access token lacks a scope that this call needs');
      return errorAnswer(403, error.body(), challenge(scope, error));
    },
  };
}

// Any other code is trouble of ours with the authorization server, and never the caller's fault.
const STATUS: Partial<Record<OAuthErrorCode, number>> = {
  invalid_request: 400,
  invalid_token: 401,
  access_denied: 403,
};
