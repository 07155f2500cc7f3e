/**
 * Access tokens as this server writes them (RFC 9068 §2), signed in one step: the engine's way to the same text copies
 * each token and crosses a promise for every decision, which costs more than the signature itself.
 */
import { randomUUID, type KeyObject } from 'node:crypto';
import type Provider from 'oidc-provider';
import type { AccessToken } from 'oidc-provider';
import { gathered } from '../gathered.ts';
import { es256Signature } from '../signing-keys/es256-signature.ts';
import type { SigningKey } from '../signing-keys/key-view.ts';
import { extraTokenClaims } from './issued-access-tokens.ts';

export interface Signing {
  /** Which key signs now; asked for each token. */
  current(): SigningKey;
  /** Whether requests that came together come here one by one. */
  readonly gather: boolean;
}

/** What the engine would do otherwise, such as encrypting a token, stays the engine's. */
export function signAccessTokens(provider: Provider, signing: Signing): void {
  const { prototype } = provider.AccessToken;
  const engineSave = prototype.save;
  prototype.save = async function save(this: AccessToken): Promise<string> {
    if (!isPlain(this)) return engineSave.call(this);
    // One after the other, while the curve's tables are at hand.
    if (signing.gather) await gathered();
    const token = signed(claimsOf(this, provider.issuer), signing.current());
    this.emit('issued');
    return token;
  };
}

/** A signed JWT for one audience, bound to a key of the client at most (RFC 9449 §6.1), with the subject as it is stored. */
function isPlain(token: AccessToken): boolean {
  const { resourceServer, client, aud } = token;
  const { sign, encrypt } = resourceServer?.jwt ?? {};
  return (
    resourceServer?.accessTokenFormat === 'jwt' &&
    (sign || undefined)?.alg === 'ES256' &&
    !encrypt &&
    typeof aud === 'string' &&
    client !== undefined &&
    client.subjectType !== 'pairwise' &&
    token['x5t#S256'] === undefined &&
    token.rar === undefined
  );
}

/** In the engine's order, and on the token what listeners of its event find there. */
function claimsOf(token: AccessToken, issuer: string) {
  const iat = Math.floor(Date.now() / 1000);
  const jti = randomUUID();
  const extra = extraTokenClaims(undefined, token);
  const { accountId, clientId, scope, aud, jkt, exp = iat + token.expiration } = token;
  Object.assign(token, { jti, extra });
  return {
    ...extra,
    jti,
    sub: accountId || clientId,
    iat,
    exp,
    scope: scope || undefined,
    client_id: clientId,
    iss: issuer,
    aud,
    cnf: jkt === undefined ? undefined : { jkt },
  };
}

/** The header's text by key: it is the same for every token. */
const headers = new WeakMap<KeyObject, string>();

function signed(claims: object, key: SigningKey): string {
  const input = `${headerOf(key)}.${base64url(claims)}`;
  return `${input}.${es256Signature(Buffer.from(input, 'latin1'), key.privateKey).toString('base64url')}`;
}

function headerOf({ kid, privateKey }: SigningKey): string {
  const known = headers.get(privateKey);
  if (known !== undefined) return known;
  const header = base64url({ alg: 'ES256', typ: 'at+jwt', kid });
  headers.set(privateKey, header);
  return header;
}

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
