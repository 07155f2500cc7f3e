/** Judges the claims of a token, which its signature must make good: for this resource, for a client, about a subject (RFC 9068 §2.2, §4). */
import { impliedScopes, isSameResource, parseScope, type ScopeImplications } from '@granthouse/protocol';
import type { JWTPayload } from 'jose';
import type { TokenContent } from '../access-token.ts';
import { freezeDeeply } from '../auth.ts';
import { Refusal, type RefusalReason } from '../refusal.ts';

export interface ClaimsRules {
  readonly resource: string;
  readonly metadataUrl: string | undefined;
  readonly implies: ScopeImplications;
  /** Seconds. */
  readonly clockTolerance: number;
  readonly now: () => number;
}

/** What the claims mean at this resource. The returned function throws OAuthError `invalid_token`. */
export function createClaimsJudge(rules: ClaimsRules): (claims: JWTPayload) => TokenContent {
  const resource = new URL(rules.resource);
  return (claims) => {
    refuseUnless(
      isForResource(claims.aud, rules.resource),
      'wrong_audience',
      'the access token is for another resource',
    );
    const subject = requireText(claims.sub);
    const clientId = requireText(claims['client_id']);
    const issuer = requireText(claims.iss);
    const expiresAt = requireTime(claims.exp);
    const tolerated = rules.now() / 1000 + rules.clockTolerance;
    refuseUnless(requireTime(claims.iat) <= tolerated, 'not_yet_valid', 'the access token is not valid yet');
    // A token bound to a key is worth nothing without the proof, which the Bearer scheme doesn't carry (RFC 9449 §7.2).
    refuseUnless(
      claims['cnf'] === undefined,
      'bound_to_a_key',
      'the access token is bound to a key and can not be used as Bearer',
    );
    return freezeDeeply({
      kind: 'access_token' as const,
      clientId,
      scopes: impliedScopes(grantedScopes(claims), rules.implies),
      expiresAt,
      resource,
      ...(rules.metadataUrl !== undefined && { resourceMetadataUrl: rules.metadataUrl }),
      subject,
      issuer,
      claims,
      extra: { subject, issuer, claims },
    });
  };
}

/** The scopes that the token itself names. Throws OAuthError `invalid_token` when the claim can't be read. */
export function grantedScopes(claims: { readonly [name: string]: unknown }): string[] {
  const scope = claims['scope'] ?? '';
  try {
    if (typeof scope === 'string') return parseScope(scope);
  } catch (cause) {
    throw incomplete(cause);
  }
  throw incomplete();
}

// One canonical form on both sides; the audience is never widened by it (RFC 8707 §2).
function isForResource(audience: unknown, resource: string): boolean {
  const audiences: unknown[] = Array.isArray(audience) ? audience : [audience];
  return audiences.some((one) => typeof one === 'string' && (one === resource || isSameResource(one, resource)));
}

function requireText(claim: unknown): string {
  if (typeof claim === 'string' && claim !== '') return claim;
  throw incomplete();
}

function requireTime(claim: unknown): number {
  if (typeof claim === 'number' && Number.isFinite(claim)) return claim;
  throw incomplete();
}

function refuseUnless(condition: boolean, reason: RefusalReason, description: string): void {
  if (!condition) throw new Refusal(reason, description);
}

function incomplete(cause?: unknown): Refusal {
  return new Refusal('unusable_claims', 'the access token lacks a claim or has an unusable one', {
    cause,
  });
}
