/**
 * ID tokens that come back as a hint of who is meant (OpenID Connect Core §3.1.2.1): each is judged by the key that
 * signed it, which need not be the one that signs now, and however old it is.
 */
import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify, type JWTPayload } from 'jose';
import type { Client, KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { SigningKeys } from './signing-keys.ts';

type Validate = (idToken: string, client: Client) => Promise<{ readonly payload: JWTPayload } | undefined>;

const modelOf = ({ IdToken }: Provider) => IdToken as unknown as { validate: Validate };

/** Whom the hint of a request names; undefined when it has none, or one that leaves nothing to judge it by. */
export async function hintedPerson({ oidc }: KoaContextWithOIDC): Promise<string | undefined> {
  const { provider, client, params } = oidc;
  const hint = params?.['id_token_hint'];
  if (typeof hint !== 'string' || client === undefined) return undefined;
  return (await modelOf(provider).validate(hint, client))?.payload.sub;
}

export function judgeIdTokenHints(provider: Provider, keys: Pick<SigningKeys, 'published'>): void {
  modelOf(provider).validate = async (idToken, client) => {
    const { kid } = decodeProtectedHeader(idToken);
    const jwk = keys.published().keys.find((each) => each.kid === kid);
    // A key that is gone leaves nothing to judge by. It is a hint: without it, consent still shows who is signed in.
    if (!jwk) return undefined;
    const key = createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
    return jwtVerify(idToken, key, {
      issuer: provider.issuer,
      audience: client.clientId,
      algorithms: ['ES256'],
      requiredClaims: ['sub'],
      // Clients keep an ID token for longer than it proves anything.
      currentDate: new Date(0),
    });
  };
}
