/** Judges the claims of a token, which its signature must make good: for this resource, for a client, about a subject (RFC 9068 §2.2, §4). */
import { impliedScopes, isSameResource, type ScopeImplications } from '@granthouse/protocol';
import type { JWTPayload } from 'jose';
import type { AccessToken, TokenContent } from '../access-token.ts';
import { freezeDeeply } from '../auth.ts';
import { Refusal, type RefusalReason } from '../refusal.ts';
import type { Claims, TokenShape } from './token-shapes.ts';

/** How the tokens of one authorization server are to be read. */
export interface Reading {
  readonly issuer: string;
  readonly shape: TokenShape;
  /** What else than the resource its tokens may name as their audience. */
  readonly audience: readonly string[];
  /** What is put before each scope of its tokens. */
  readonly scopePrefix: string;
}

export interface ClaimsRules {
  readonly authorizationServers: readonly Reading[];
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
  const readings = readingsOf(rules);
  return (claims) => {
    const issuer = requireText(claims.iss);
    const reading = readings.get(issuer);
    if (reading === undefined) throw notOurs('unknown_issuer');
    const isForUs = isForResource(claims, reading, rules.resource);
    refuseUnless(isForUs, 'wrong_audience', 'the access token is for another resource');
    const { client, marks } = reading.shape;
    const unlike = marks.find(({ holds }) => !holds(claims));
    if (unlike !== undefined) throw notOurs('not_a_token', unlike.says);
    const subject = requireText(claims.sub);
    const clientId = requireText(claims[client.find((name) => claims[name] !== undefined) ?? '']);
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
      scopes: impliedScopes(grantedScopes(claims, reading), rules.implies),
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

/** Says which scopes a token names itself, of one that was verified before. */
export function createGrantedScopes(
  rules: Pick<ClaimsRules, 'authorizationServers'>,
): (token: Pick<AccessToken, 'issuer' | 'claims'>) => string[] {
  const readings = readingsOf(rules);
  return ({ issuer, claims }) => {
    const reading = readings.get(issuer);
    return reading === undefined ? [] : grantedScopes(claims, reading);
  };
}

function readingsOf({ authorizationServers }: Pick<ClaimsRules, 'authorizationServers'>): Map<string, Reading> {
  return new Map(authorizationServers.map((reading) => [reading.issuer, reading]));
}

/** Throws OAuthError `invalid_token` when they can't be read. */
function grantedScopes(claims: Claims, { shape, scopePrefix }: Reading): string[] {
  let scopes: string[] | undefined;
  try {
    scopes = shape.scopes(claims);
  } catch (cause) {
    throw incomplete(cause);
  }
  if (scopes === undefined) throw incomplete();
  return scopePrefix === '' ? scopes : scopes.map((scope) => scopePrefix + scope);
}

// One canonical form on both sides; the audience is never widened by it (RFC 8707 §2).
function isForResource(claims: Claims, { shape, audience: named }: Reading, resource: string): boolean {
  const audience = shape.audience(claims);
  const audiences: unknown[] = Array.isArray(audience) ? audience : [audience];
  return audiences.some(
    (one) => typeof one === 'string' && (one === resource || isSameResource(one, resource) || named.includes(one)),
  );
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

/** What is told of a token that isn't known to be genuine says nothing to whoever tries out what passes. */
export function notOurs(reason: RefusalReason, cause?: unknown): Refusal {
  return new Refusal(reason, 'this is no access token of a trusted authorization server', { cause });
}
