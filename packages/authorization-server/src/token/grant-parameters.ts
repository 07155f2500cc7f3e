/**
 * Token requests as the engine wants them: `resource` in canonical form (RFC 8707 §2.2), a refresh without scopes that
 * nobody knows, `redirect_uri` filled in where OAuth 2.1 §10.2 lets a client leave it out.
 */
import type Provider from 'oidc-provider';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { refreshedScope } from '../authorize/requested-scope.ts';
import type { Resources } from '../resources.ts';

/** RFC 7636 §4.1. */
const verifierSyntax = /^[\w.~-]{43,128}$/;

export async function settleGrantParameters(
  { provider, resources }: { provider: Provider; resources: Resources },
  ctx: KoaContextWithOIDC,
): Promise<void> {
  const params = ctx.oidc.params as Record<string, string | string[] | undefined>;
  if (params['resource'] !== undefined) params['resource'] = resources.canonical(params['resource']);
  if (params['grant_type'] === 'refresh_token' && typeof params['scope'] === 'string') {
    params['scope'] = refreshedScope(params['scope'], resources);
  }
  if (params['grant_type'] !== 'authorization_code') return;
  judgeVerifier(params['code_verifier']);
  if (params['redirect_uri'] !== undefined) return;
  // The code is bound to its verifier (PKCE is always required), so its own redirect URI adds no power to whoever holds both.
  if (typeof params['code'] !== 'string') return;
  const code = await provider.AuthorizationCode.find(params['code']);
  // The engine would ask for `redirect_uri` where there is no such code, and so tell whoever found one that it is alive.
  if (code === undefined) throw new errors.InvalidGrant('authorization code not found');
  if (code.redirectUri !== undefined) params['redirect_uri'] = code.redirectUri;
}

/** The engine says so of a code that is alive alone, and tells whoever found one that it is. */
function judgeVerifier(verifier: unknown): void {
  if (typeof verifier !== 'string' || verifierSyntax.test(verifier)) return;
  throw new errors.InvalidRequest('code_verifier must have 43 to 128 unreserved characters');
}

/** No scope is empty (RFC 6749 §3.3): where an identity alone was asked for and given, nothing differs that must be told (§5.1). */
export function leaveOutEmptyScope(ctx: KoaContextWithOIDC): void {
  const answer = ctx.body as { scope?: string } | undefined;
  if (answer?.scope === '') delete answer.scope;
}
