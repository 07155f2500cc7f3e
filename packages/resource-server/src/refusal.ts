/** A refusal that knows its reason: the operator reads the reason, the caller no more than the RFC's code. */
import { OAuthError, type OAuthErrorCode } from '@granthouse/protocol';

/** Why a call was refused. Stable names, for dashboards and alarms. */
export const refusalReasons = [
  'foreign_host',
  'foreign_origin',
  'no_credentials',
  'malformed_credentials',
  'not_a_token',
  'unknown_issuer',
  'unknown_key',
  'bad_signature',
  'expired',
  'not_active',
  'not_yet_valid',
  'wrong_audience',
  'unusable_claims',
  'bound_to_a_key',
  'bound_to_no_key',
  'bad_proof',
  'replayed_proof',
  'stale_nonce',
  'unknown_credentials',
  'insufficient_scope',
  'body_too_large',
  'too_many_calls',
  'unavailable',
] as const;

export type RefusalReason = (typeof refusalReasons)[number];

/** An OAuthError whose reason stays on this side. */
export class Refusal extends OAuthError {
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, description: string, options?: { cause?: unknown }) {
    super(CODES[reason] ?? 'invalid_token', description, options);
    this.name = 'Refusal';
    this.reason = reason;
  }
}

const CODES: Partial<Record<RefusalReason, OAuthErrorCode>> = {
  foreign_host: 'access_denied',
  foreign_origin: 'access_denied',
  malformed_credentials: 'invalid_request',
  bad_proof: 'invalid_dpop_proof',
  replayed_proof: 'invalid_dpop_proof',
  stale_nonce: 'use_dpop_nonce',
  insufficient_scope: 'insufficient_scope',
  unavailable: 'temporarily_unavailable',
};

/** The reason of whatever was thrown. */
export function reasonOf(error: OAuthError): RefusalReason {
  if (error instanceof Refusal) return error.reason;
  if (error.code === 'invalid_request') return 'malformed_credentials';
  return error.code === 'invalid_token' ? 'unknown_credentials' : 'unavailable';
}
