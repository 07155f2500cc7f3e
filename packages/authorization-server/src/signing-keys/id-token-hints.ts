/**
 * ID tokens that come back as a hint of who is meant (OpenID Connect Core §3.1.2.1): each is judged by the key that
 * signed it, which need not be the one that signs now, and however old it is.
 */
import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import type { Client, Provider } from 'oidc-provider';
import type { SigningKeys } from './signing-keys.ts';

type Validate = (idToken: string, client: Client) => Promise<unknown>;

export function judgeIdTokenHints(provider: Provider, keys: Pick<SigningKeys, 'published'>): void {
  const model = provider.IdToken as unknown as { validate: Validate };
  model.validate = async (idToken, client) => {
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
