/** Judges proofs of possession, each anew (RFC 9449 §4.3, §7.1, §9): first what costs no key, at last whether it came before. */
import type { ResolvedOptions } from '../options.ts';
import { platform } from '../platform/platform.ts';
import { lenientPath, pathOf, type RequestHead } from '../request-head.ts';
import { readJwt, type UnverifiedJwt } from '../verify/unverified-jwt.ts';
import { DpopRefusal } from './dpop-refusal.ts';
import { createNonces, type Nonces } from './nonces.ts';
import { createProofKeys } from './proof-keys.ts';
import { createProofMemory } from './proof-memory.ts';

/** Elliptic curves alone: their keys are small and none of them takes long (RFC 9449 §11.6). */
export const dpopAlgorithms = ['ES256', 'Ed25519', 'EdDSA'];

/** Characters: a key, a URL, an id and a nonce are a few hundred. */
const LONGEST = 4096;
/** Milliseconds by which a proof's date may differ from now, to either side. */
const WINDOW = 300_000;

/** The access token that a proof must go with, and the thumbprint of the key that it is bound to. */
export interface Bound {
  readonly token: string;
  readonly key: string;
  /** Whose the token is. */
  readonly holder: string;
}

/** Throws OAuthError `invalid_dpop_proof` or `use_dpop_nonce`; `temporarily_unavailable` where too many came. */
export type ProofJudge = (request: RequestHead, bound: Bound) => Promise<void>;

export function createProofJudge(options: Pick<ResolvedOptions, 'resource' | 'now' | 'dpop'>): ProofJudge {
  const { resource, now, dpop } = options;
  const urlOf = createUrlOf(resource);
  const nonces = dpop.nonceSecret === undefined ? undefined : createNonces(dpop.nonceSecret, options);
  const findKey = createProofKeys();
  const remember = dpop.remember ?? createProofMemory(now);
  return async (request, { token, key, holder }) => {
    const sent = sentProof(request);
    const { header, claims } = inspect(sent);
    refuseUnless(claims['htm'] === request.method, 'htm is not the method of the request');
    refuseUnless(isSameUrl(claims['htu'], urlOf(request)), 'htu is not the URL of the request');
    refuseUnless(claims['ath'] === (await platform.digest(token)), 'ath is not the hash of the access token');
    const expiresAt = nonces ? await endByNonce(claims['nonce'], nonces) : endByDate(claims.iat, now());
    const isSigned = await findKey(header, key);
    refuseUnless(await isSigned(sent), 'the signature is not by the key in jwk');
    const id = await platform.digest(`${key} ${claims.jti}`);
    if (!(await remember({ id, key, holder, expiresAt })))
      throw new DpopRefusal('replayed_proof', 'the proof was used before');
  };
}

function sentProof(request: RequestHead): string {
  const sent = request.headers.get('dpop') ?? '';
  // Two headers read as one with a comma in it.
  refuseUnless(sent !== '' && !sent.includes(','), 'send exactly one DPoP header');
  refuseUnless(sent.length <= LONGEST, 'the proof is too long');
  return sent;
}

function inspect(sent: string): UnverifiedJwt {
  const proof = readJwt(sent);
  if (proof === undefined) throw new DpopRefusal('bad_proof', 'the proof is no JWT');
  const { header, claims } = proof;
  refuseUnless(typeof header.typ === 'string' && header.typ.toLowerCase() === 'dpop+jwt', 'typ is not dpop+jwt');
  refuseUnless(dpopAlgorithms.includes(header.alg ?? ''), `alg is none of ${dpopAlgorithms.join(', ')}`);
  refuseUnless(header.crit === undefined, 'no critical header is known here');
  refuseUnless(typeof claims.jti === 'string' && claims.jti !== '', 'jti is missing');
  refuseUnless(Number.isFinite(claims.iat), 'iat is missing');
  return proof;
}

/**
 * The public URL of a request, by that of the resource: neither Host nor a proxy's word has a say in it. Where a proxy has
 * cut a prefix off the path, it is the resource's own.
 */
function createUrlOf(resource: string): (request: RequestHead) => string {
  const root = new URL(resource).pathname.replace(/\/$/, '');
  const isBelow = (path: string, top: string) => path === top || path.startsWith(`${top}/`);
  return ({ url }) => {
    const [path, own] = [pathOf(url), new URL(resource)];
    // Other spellings, too: a proof for the resource is none for what a lenient router finds below it.
    if (isBelow(path, root) || isBelow(lenientPath(path) ?? path, lenientPath(root) ?? root)) own.pathname = path;
    return own.href;
  };
}

function isSameUrl(htu: unknown, own: string): boolean {
  if (typeof htu !== 'string' || !URL.canParse(htu)) return false;
  const said = new URL(htu);
  said.search = '';
  said.hash = '';
  return said.href === own;
}

function endByDate(iat: unknown, now: number): number {
  const date = Number(iat) * 1000;
  refuseUnless(Math.abs(now - date) <= WINDOW, 'iat is not within five minutes of now');
  return date + WINDOW;
}

async function endByNonce(nonce: unknown, nonces: Nonces): Promise<number> {
  const end = await nonces.endOf(nonce);
  if (end !== undefined) return end;
  const description = 'repeat the call with a new proof that holds the nonce of the DPoP-Nonce header';
  throw new DpopRefusal('stale_nonce', description, { nonce: await nonces.present() });
}

function refuseUnless(condition: boolean, description: string): void {
  if (!condition) throw new DpopRefusal('bad_proof', description);
}
