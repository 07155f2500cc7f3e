/** A client's own key, and the assertions that prove it (RFC 7523 §2.2). */
import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';

export interface Proof {
  readonly client_assertion_type: string;
  readonly client_assertion: string;
}

export interface ClientKey {
  /** The public half, as a key set has it. */
  readonly jwk: JWK;
  /** Good once, for a minute; `claims` replace what it says. */
  prove(clientId: string, audience: string, claims?: Record<string, unknown>): Promise<Proof>;
}

export async function clientKey(alg: 'ES256' | 'RS256' = 'ES256'): Promise<ClientKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const kid = randomUUID();
  return {
    jwk: { ...(await exportJWK(publicKey)), alg, kid },
    async prove(clientId, audience, claims = {}) {
      const exp = Math.floor(Date.now() / 1000) + 60;
      const said = { iss: clientId, sub: clientId, aud: audience, jti: randomUUID(), exp, ...claims };
      return {
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: await new SignJWT(said).setProtectedHeader({ alg, kid }).sign(privateKey),
      };
    },
  };
}
