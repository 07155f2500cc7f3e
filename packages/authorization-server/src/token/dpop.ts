/**
 * Proofs of possession at the token endpoint (RFC 9449 §5). The engine judges them; here is what it leaves open: who must
 * send one, for how long it is remembered, and what a wrong key says of the code or the token that it came with.
 */
import { calculateJwkThumbprint, decodeProtectedHeader } from 'jose';
import Provider, { errors, type AdapterPayload, type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import type { CompleteOptions } from '../options.ts';
import { Refusal } from '../refusals/refusal.ts';
import type { ServerKeys } from '../server-keys.ts';

/** Seconds by which the engine lets the date of a proof differ from now, to either side. */
const dateWindow = 300;

/** Characters: a key of an elliptic curve, a URL, an id and a nonce are a few hundred (RFC 9449 §11.1). */
const longestProof = 4096;

/** Requests whose client is authenticated: what they have remembered from now on is a proof, and no assertion. */
const granting = new WeakSet<object>();

export function dpopFeature({ options, serverKeys }: { options: CompleteOptions; serverKeys: ServerKeys }) {
  return {
    enabled: true,
    // Offered to all, so that a client whose clock is wrong gets on.
    nonceSecret: Buffer.from(serverKeys.dpopNonces, 'base64url'),
    requireNonce: () => options.dpop.requireNonce,
  } satisfies NonNullable<Configuration['features']>['dPoP'];
}

/** Called before a grant is judged. Throws InvalidDpopProof (RFC 9449 §5.2). */
export function expectProof(ctx: KoaContextWithOIDC): void {
  granting.add(ctx);
  const proof = ctx.get('DPoP');
  if (proof.length > longestProof) throw new errors.InvalidDpopProof('the proof is too long');
  if (ctx.oidc.client?.dpopBoundAccessTokens === true && proof === '') {
    throw new errors.InvalidDpopProof('the client registered to prove its key with each request, and sent no proof');
  }
}

/**
 * The engine remembers a proof for as long after now as its date may lie before: one that is dated ahead would be good a
 * second time. It asks first and writes then, so of two at once the second is refused by the store.
 */
export function rememberProofs({ ReplayDetection: model }: Provider): void {
  const isFirst = model.unique.bind(model);
  model.unique = async (clientId, jti, exp) => {
    if (!Provider.ctx || !granting.has(Provider.ctx)) return isFirst(clientId, jti, exp);
    try {
      // Apart from the assertions of the same client.
      if (await isFirst(`dpop ${clientId} `, jti, exp + dateWindow + 1)) return true;
    } catch (error) {
      if (!(error instanceof errors.InvalidClientAuth)) throw error;
    }
    throw new errors.InvalidDpopProof('the proof was used before');
  };
}

/** The key of the proof, which the engine has judged by the time a code or a refresh token is looked up (RFC 7638). */
export async function thumbprintIn(ctx: KoaContextWithOIDC): Promise<string | undefined> {
  const proof = ctx.get('DPoP');
  const { jwk } = proof === '' ? {} : decodeProtectedHeader(proof);
  return jwk && calculateJwkThumbprint(jwk);
}

/** The engine looks at the key only after it has taken the code: who shows another one must not use it up. Throws InvalidGrant. */
export async function judgeCodeKey(ctx: KoaContextWithOIDC, { dpopJkt }: AdapterPayload): Promise<void> {
  if (dpopJkt === undefined || dpopJkt === (await thumbprintIn(ctx))) return;
  throw new errors.InvalidGrant({ cause: new Refusal('code.other_key', 'the code is bound to another key') });
}

/** Such a request was refused for its proof alone: nothing that it showed was looked at. */
export const isAboutProof = (error: Error): boolean =>
  error instanceof errors.InvalidDpopProof || error instanceof errors.UseDpopNonce;
