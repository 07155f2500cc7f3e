/** The access tokens that this server signed, read back and ended early (RFC 9068 §4, RFC 7662 §2.2, RFC 7009 §2): they are never stored, only their revocation is. */
import { errors, jwtVerify, type JWTHeaderParameters } from 'jose';
import type { AccessToken, ClientCredentials } from 'oidc-provider';
import { hashedId, type Vault } from '../store/vault.ts';
import { isUnavailable } from '../middleware/outages.ts';
import type { SigningKeys } from '../signing-keys/signing-keys.ts';

export interface AccessTokenClaims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string;
  readonly client_id: string;
  readonly scope: string;
  /** Seconds since the epoch. */
  readonly exp: number;
  readonly iat: number;
  readonly jti: string;
  /** Where the authorization is stored. Nothing at this server takes it, so that it opens nothing for whoever reads the token. */
  readonly grant_id: string;
  /** The thumbprint of the key that the token is bound to (RFC 9449 §6.1). */
  readonly cnf?: { readonly jkt: string };
}

export interface IssuedAccessTokens {
  /** The claims of a token that this server signed and that has not expired; nothing for any other text. Rejects when the store is away and its key is unknown. */
  read(token: string): Promise<AccessTokenClaims | undefined>;
  /** False once the token was revoked or its authorization has ended. */
  isActive(claims: AccessTokenClaims): Promise<boolean>;
  revoke(claims: AccessTokenClaims): Promise<void>;
}

/** What a token carries beyond RFC 9068, so that it can be judged by its authorization. */
export function extraTokenClaims(_ctx: unknown, token: AccessToken | ClientCredentials) {
  return token.kind === 'AccessToken' ? { grant_id: hashedId(token.grantId) } : undefined;
}

export function issuedAccessTokens(
  { store, now }: Vault,
  { issuer, signingKeys }: { issuer: string; signingKeys: Pick<SigningKeys, 'find'> },
): IssuedAccessTokens {
  const keyOf = async ({ kid }: JWTHeaderParameters) => {
    const key = await signingKeys.find(kid);
    if (!key) throw new errors.JWKSNoMatchingKey();
    return key;
  };
  return {
    async read(token) {
      try {
        const rules = {
          issuer,
          algorithms: ['ES256'],
          typ: 'at+jwt',
          currentDate: new Date(now()),
          requiredClaims: ['jti', 'grant_id'],
        };
        return (await jwtVerify<AccessTokenClaims>(token, keyOf, rules)).payload;
      } catch (error) {
        if (isUnavailable(error)) throw error;
        // Whatever else is wrong with it, it is no token of this server.
        return undefined;
      }
    },
    async isActive({ grant_id: grantId, jti, client_id: clientId, sub }) {
      const grant = await store.get('grant', grantId);
      if (grant?.['clientId'] !== clientId || grant['accountId'] !== sub) return false;
      return (await store.get('revoked_access_token', hashedId(jti))) === undefined;
    },
    async revoke({ jti, exp }) {
      await store.put('revoked_access_token', hashedId(jti), {}, exp * 1000);
    },
  };
}
