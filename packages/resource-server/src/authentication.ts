/** The judgement of a request in its order: Host and Origin, credentials, scope (OAuth 2.1 §5.2, §5.3). */
import { OAuthError } from '@granthouse/protocol';
import type { Auth, CredentialKind } from './auth.ts';
import type { ChallengesByKind } from './challenge.ts';
import type { Credential } from './credentials/credential.ts';
import type { ResolvedOptions } from './options.ts';
import { createOriginGuard } from './origin.ts';
import type { RequestHead } from './request-head.ts';

export interface AuthenticationOptions extends ResolvedOptions {
  readonly kinds: readonly Credential[];
  readonly challenges: ChallengesByKind;
  readonly corsHeaders: (request: RequestHead) => Record<string, string>;
}

/** Judges requests; whatever goes wrong becomes an answer that a browser of an allowed origin can read. */
export function createAuthentication(
  options: AuthenticationOptions,
): (request: RequestHead) => Promise<Auth | Response> {
  const { challenges, kinds, requiredScopes } = options;
  const refuseForeign = createOriginGuard(options);

  async function judge(request: RequestHead): Promise<Auth | Response> {
    let asked: CredentialKind | undefined;
    try {
      refuseForeign(request);
      for (const { kind, judge: judgeKind } of kinds) {
        asked = kind;
        const judged = judgeKind(request);
        // What came decides, right or wrong: it never falls through to another kind.
        if (judged !== undefined) return admit(await judged);
      }
      return challenges.of(undefined).credentialsWanted();
    } catch (error) {
      return challenges.of(asked).refused(toOAuthError(error));
    }
  }

  function admit(auth: Auth): Auth | Response {
    // They hold what they imply already.
    const isSufficient = requiredScopes.every((scope) => auth.scopes.includes(scope));
    return isSufficient ? auth : challenges.insufficientScope(auth, requiredScopes);
  }

  // Trouble of ours must not look like a bad credential, or hosts would make people sign in again for nothing.
  function toOAuthError(error: unknown): OAuthError {
    if (error instanceof OAuthError) return error;
    options.log?.warn({ err: error }, 'a credential could not be judged');
    return new OAuthError('temporarily_unavailable', 'the credential can not be judged now, try again soon');
  }

  return async (request) => {
    const outcome = await judge(request);
    return outcome instanceof Response ? withHeaders(outcome, options.corsHeaders(request)) : outcome;
  };
}

function withHeaders(response: Response, headers: Record<string, string>): Response {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}
