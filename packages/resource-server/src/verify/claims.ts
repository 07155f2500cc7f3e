/** Judges the claims of a token, which its signature must make good: for this resource, for a client, about a subject (RFC 9068 §2.2, §4). */
import { impliedScopes, isSameResource, type ScopeImplications } from '@granthouse/protocol';
import type { JWTPayload } from 'jose';
import type { AccessToken, TokenContent } from '../access-token.ts';
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
  const isForResource = createAudienceCheck(rules.resource);
  const readings = new Map(rules.authorizationServers.map((reading) => [reading.issuer, reading]));
  return (claims) => {
    const issuer = requireText(claims.iss);
    const reading = readings.get(issuer);
    if (reading === undefined) throw notOurs('unknown_issuer');
    refuseUnless(isForResource(claims, reading), 'wrong_audience', 'the access token is for another resource');
    const { client, marks } = reading.shape;
    const unlike = marks.find(({ holds }) => !holds(claims));
    if (unlike !== undefined) throw notOurs('not_a_token', unlike.says);
    const subject = requireText(claims.sub);
    const clientId = requireText(claims[client.find((name) => claims[name] !== undefined) ?? '']);
    const expiresAt = judgeTimes(claims, reading, rules);
    refuseUnless(isBindingKnown(claims['cnf']), 'bound_to_a_key', 'the access token is bound in a way unknown here');
    const scopes = readScopes(claims, reading);
    granted.set(claims, scopes);
    return {
      kind: 'access_token' as const,
      clientId,
      scopes: impliedScopes(scopes, rules.implies),
      expiresAt,
      resource,
      ...(rules.metadataUrl !== undefined && { resourceMetadataUrl: rules.metadataUrl }),
      subject,
      issuer,
      claims,
      extra: { subject, issuer, claims },
    };
  };
}

/** By the claims of each token: only its issuer's way of writing says where they are, and what they imply is no part of them. */
const granted = new WeakMap<object, readonly string[]>();

/** The scopes that a judged token itself names, without those that they imply. */
export function grantedScopes({ claims, scopes }: Pick<AccessToken, 'claims' | 'scopes'>): readonly string[] {
  return granted.get(claims) ?? scopes;
}

/** Throws OAuthError `invalid_token` when they can't be read. */
function readScopes(claims: Claims, { shape, scopePrefix }: Reading): string[] {
  let scopes: string[] | undefined;
  try {
    scopes = shape.scopes(claims);
  } catch (cause) {
    throw incomplete(cause);
  }
  if (scopes === undefined) throw incomplete();
  return scopePrefix === '' ? scopes : scopes.map((scope) => scopePrefix + scope);
}

/** The thumbprint of the key without which the token is worth nothing (RFC 9449 §6.1). */
export function boundKeyOf({ claims }: { readonly claims: { readonly [name: string]: unknown } }): string | undefined {
  return (claims['cnf'] as { readonly jkt: string } | undefined)?.jkt;
}

// To a key by its thumbprint, or not at all: what isn't checked here must not be taken for checked (RFC 7800 §3.1).
function isBindingKnown(confirmation: unknown): boolean {
  if (confirmation === undefined) return true;
  const { jkt, ...others } = Object(confirmation) as { jkt?: unknown };
  return typeof jkt === 'string' && jkt !== '' && Object.keys(others).length === 0;
}

/** So many other spellings of the resource are read: nobody may have signed these claims, and reading a URL takes long. */
const MOST_SPELLINGS = 5;

// One canonical form on both sides; the audience is never widened by it (RFC 8707 §2).
function createAudienceCheck(resource: string): (claims: Claims, reading: Reading) => boolean {
  const { origin } = new URL(resource);
  const isOfOrigin = (one: string) => one.slice(0, origin.length).toLowerCase() === origin;
  return (claims, { shape, audience: named }) => {
    const audience = shape.audience(claims);
    const audiences = (Array.isArray(audience) ? audience : [audience]).filter((one) => typeof one === 'string');
    if (audiences.some((one) => one === resource || named.includes(one))) return true;
    const spellings = audiences.filter(isOfOrigin).slice(0, MOST_SPELLINGS);
    return spellings.some((one) => isSameResource(one, resource));
  };
}

/** When the token expires, in seconds since the epoch (RFC 7519 §4.1.4–4.1.6). */
function judgeTimes({ exp, iat, nbf }: JWTPayload, { shape }: Reading, { now, clockTolerance }: ClaimsRules): number {
  const [earliest, latest] = [now() / 1000 - clockTolerance, now() / 1000 + clockTolerance];
  const expiresAt = requireTime(exp);
  refuseUnless(earliest < expiresAt, 'expired', 'the access token has expired');
  const mayLackIat = shape.mayLack?.includes('iat') ?? false;
  const issuedAt = iat === undefined && mayLackIat ? latest : requireTime(iat);
  const hasBegun = issuedAt <= latest && (nbf === undefined || (typeof nbf === 'number' && nbf <= latest));
  refuseUnless(hasBegun, 'not_yet_valid', 'the access token is not valid yet');
  return expiresAt;
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
