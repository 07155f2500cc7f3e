/**
 * The engine's reasons, by our codes. It says them in words alone, which it keeps from the wire; what it says in other
 * words one day is logged in its words, under the RFC code.
 */
import type { Context } from 'koa';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { selfRegisteredPrefix } from '../registration/client-id.ts';
import { documentRefusalOf } from '../registration/clients-by-document.ts';
import { reasonOf } from './refusal.ts';
import { isRefusalCode, type RefusalCode } from './table.ts';

type Reasons = Readonly<Record<string, RefusalCode>>;

const anyGrant: Reasons = {
  'grant not found': 'authorization.ended',
  'grant is expired': 'authorization.ended',
  'accountId mismatch': 'authorization.ended',
};

const byGrantType: Readonly<Record<string, Reasons>> = {
  authorization_code: {
    ...anyGrant,
    'authorization code not found': 'code.unknown',
    'authorization code is expired': 'code.unknown',
    'client mismatch': 'code.other_client',
    'authorization code redirect_uri mismatch': 'code.redirect_uri',
    'code_verifier must be provided': 'code.verifier',
    'code_verifier does not match code_challenge': 'code.verifier',
    'authorization code invalid (referenced account not found)': 'authorization.ended',
  },
  refresh_token: {
    ...anyGrant,
    'refresh token not found': 'refresh_token.unknown',
    'refresh token is expired': 'refresh_token.unknown',
    'client mismatch': 'refresh_token.other_client',
    'refresh token already used': 'refresh_token.replayed',
    'failed jkt verification': 'refresh_token.other_key',
    'refresh token invalid (referenced account not found)': 'authorization.ended',
  },
};

const clientAuthentication: Reasons = {
  'client not found': 'client_authentication.unknown_client',
  'invalid secret provided': 'client_authentication.secret',
  'the provided authentication mechanism does not match the registered client authentication method':
    'client_authentication.method',
};

/** The code of a refusal, ours or the engine's; always one of the table. */
export function codeOf(ctx: Context, error: Error): RefusalCode {
  return reasonOf(error) ?? engineReason(ctx, error) ?? rfcCode(error.message);
}

/** The engine's message is its RFC code; one that the table does not have is a fault of the request all the same. */
const rfcCode = (message: string): RefusalCode => (isRefusalCode(message) ? message : 'invalid_request');

/** For the log: what the engine keeps from the wire, or else what it says there. */
export function detailOf(error: Error): string | undefined {
  return error instanceof errors.OIDCProviderError ? (error.error_detail ?? error.error_description) : error.message;
}

function engineReason(ctx: Context, error: Error): RefusalCode | undefined {
  const params = (ctx as Partial<KoaContextWithOIDC>).oidc?.params;
  const detail = detailOf(error) ?? '';
  const document = documentRefusalOf(ctx);
  if (error instanceof errors.SessionNotFound) return 'interaction.expired';
  if (error instanceof errors.InvalidRedirectUri) return 'redirect_uri.not_registered';
  if (error instanceof errors.InvalidClient) {
    if (document) return document.reason;
    return String(params?.['client_id']).startsWith(selfRegisteredPrefix) ? 'client.forgotten' : 'client.unknown';
  }
  if (error instanceof errors.InvalidClientAuth) {
    if (document) return 'client_authentication.document';
    return clientAuthentication[detail] ?? 'client_authentication.assertion';
  }
  if (error instanceof errors.InvalidGrant) return byGrantType[String(params?.['grant_type'])]?.[detail];
  return undefined;
}
