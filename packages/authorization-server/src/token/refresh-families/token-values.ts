/**
 * A refresh token's text: the id of its grant, a nonce, and a MAC over both. The MAC tells what this server once gave
 * from what somebody made up, so that no guess is taken for a replay (RFC 9700 §4.14.2) and none costs a read.
 */
import { createHmac, createSecretKey, randomUUID, timingSafeEqual } from 'node:crypto';

export interface TokenValues {
  /** A family's first token. */
  first(grantId: string): string;
  /** The one token that follows `value`, a token of ours, for whoever holds it together with the salt of its link. */
  successor(value: string, salt: string): string;
  /** The grant of a token that this server gave; nothing for any other text. */
  grantIdOf(value: string): string | undefined;
}

/** Characters of 18 bytes, a multiple of three so that base64url has no spare bits: one token is written in one way alone. */
const characters = 24;
const shape = /^(?<grantId>[\w-]{1,128})\.(?<nonce>[\w-]{24})(?<mac>[\w-]{24})$/;

/** `key`: 32 random bytes or more that live as long as the refresh tokens do. */
export function tokenValues(key: string): TokenValues {
  const secret = createSecretKey(Buffer.from(key));
  const digest = (use: 'token' | 'first' | 'successor', text: string) =>
    createHmac('sha256', secret).update(`${use} ${text}`).digest('base64url').slice(0, characters);
  const written = (grantId: string, nonce: string) => `${grantId}.${nonce}${digest('token', `${grantId}.${nonce}`)}`;
  const grantIdOf = (value: string) => {
    const { grantId = '', nonce = '', mac = '' } = shape.exec(value)?.groups ?? {};
    const isOurs = mac !== '' && timingSafeEqual(Buffer.from(mac), Buffer.from(digest('token', `${grantId}.${nonce}`)));
    return isOurs ? grantId : undefined;
  };
  return {
    // Node draws the randomness of many UUIDs at once, which costs half of asking for each.
    first: (grantId) => written(grantId, digest('first', randomUUID())),
    successor: (value, salt) =>
      written(value.slice(0, value.lastIndexOf('.')), digest('successor', `${value} ${salt}`)),
    grantIdOf,
  };
}
