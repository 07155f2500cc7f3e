/** What the MCP server shows to the API for a person: a JWT of one minute, one request and one audience, signed anew for each call (RFC 7519). */
import { randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { personTokenLifetime, personTokenType } from '../api/person-token.ts';

export interface PersonTokens {
  /** What the API checks them by. */
  readonly publicKey: JWK;
  /** `scopes` are those of the one operation that is called. */
  sign(subject: string, scopes: readonly string[]): Promise<string>;
}

/** With a key of its own, which never leaves the process. */
export async function createPersonTokens(options: {
  readonly issuer: string;
  readonly audience: string;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}): Promise<PersonTokens> {
  const { issuer, audience, now = Date.now } = options;
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return {
    publicKey: { ...jwk, kid, alg: 'ES256', use: 'sig' },
    sign(subject, scopes) {
      const issuedAt = Math.floor(now() / 1000);
      return new SignJWT({ scope: scopes.join(' ') })
        .setProtectedHeader({ alg: 'ES256', typ: personTokenType, kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(subject)
        .setJti(randomUUID())
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + personTokenLifetime)
        .sign(privateKey);
    },
  };
}
