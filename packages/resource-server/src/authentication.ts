/** The judgement of a request in its order: Host and Origin, credentials, token, scope (OAuth 2.1 §5.2, §5.3). */
import { OAuthError } from '@granthouse/protocol';
import type { AccessToken } from './access-token.ts';
import type { Challenges } from './challenge.ts';
import { readBearerToken } from './credentials/bearer-token.ts';
import type { ResolvedOptions } from './options.ts';
import { createOriginGuard } from './origin.ts';
import type { RequestHead } from './request-head.ts';
import { grantedScopes } from './verify/claims.ts';

export interface AuthenticationOptions extends ResolvedOptions {
  readonly challenges: Challenges;
  readonly corsHeaders: (request: RequestHead) => Record<string, string>;
  readonly verify: (token: string) => Promise<AccessToken>;
}

/** Judges requests; whatever goes wrong becomes an answer that a browser of an allowed origin can read. */
export function createAuthentication(
  options: AuthenticationOptions,
): (request: RequestHead) => Promise<AccessToken | Response> {
  const { challenges, requiredScopes, verify } = options;
  const refuseForeign = createOriginGuard(options);

  async function judge(request: RequestHead): Promise<AccessToken | Response> {
    refuseForeign(request);
    const bearer = readBearerToken(request);
    if (bearer === undefined) return challenges.credentialsWanted();
    const token = await verify(bearer);
    // They hold what they imply already.
    const isSufficient = requiredScopes.every((scope) => token.scopes.includes(scope));
    return isSufficient ? token : challenges.insufficientScope(grantedScopes(token.claims), requiredScopes);
  }

  // Trouble of ours must not look like a bad token, or hosts would make people sign in again for nothing.
  function refuse(error: unknown): Response {
    if (error instanceof OAuthError) return challenges.refused(error);
    options.log?.warn({ err: error }, 'an access token could not be judged');
    return challenges.refused(
      new OAuthError('temporarily_unavailable', 'the access token can not be judged now, try again soon'),
    );
  }

  return async (request) => {
    const outcome = await judge(request).catch(refuse);
    return outcome instanceof Response ? withHeaders(outcome, options.corsHeaders(request)) : outcome;
  };
}

function withHeaders(response: Response, headers: Record<string, string>): Response {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}
