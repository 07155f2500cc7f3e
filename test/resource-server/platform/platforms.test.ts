/** Both platforms say the same of a signature: Node's own crypto, and web standards alone (RFC 7515 §5.2, RFC 7518 §3). */
import { generateKeyPairSync, sign as signByNode } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { nodePlatform } from '../../../packages/resource-server/src/platform/node.ts';
import { platform } from '../../../packages/resource-server/src/platform/platform.ts';
import { webPlatform } from '../../../packages/resource-server/src/platform/web.ts';
import { describeWhere } from '../../support/run-where.ts';

const ofNode = nodePlatform();

interface Signer {
  /** As it comes out of a key set. */
  readonly publicKey: CryptoKey;
  sign(jti?: string): Promise<string>;
}

async function createSigner(alg: string): Promise<Signer> {
  const pair = await generateKeyPair(alg, { extractable: true });
  const publicKey = await importJWK({ ...(await exportJWK(pair.publicKey)), ext: true }, alg);
  if (publicKey instanceof Uint8Array) throw new Error('a secret');
  const sign = (jti = crypto.randomUUID()) => new SignJWT({ jti }).setProtectedHeader({ alg }).sign(pair.privateKey);
  return { publicKey, sign };
}

/** The token with another signature in its place. */
function withSignature(token: string, change: (signature: Buffer) => Uint8Array): string {
  const end = token.lastIndexOf('.') + 1;
  const changed = change(Buffer.from(token.slice(end), 'base64url'));
  return token.slice(0, end) + Buffer.from(changed).toString('base64url');
}

const flipped = (signature: Buffer, at: number) => signature.map((byte, index) => (index === at ? byte ^ 1 : byte));

const wrongSignatures: [string, (signature: Buffer) => Uint8Array][] = [
  ['with its first bit flipped', (signature) => flipped(signature, 0)],
  ['with its last bit flipped', (signature) => flipped(signature, signature.length - 1)],
  ['of zeros', (signature) => Buffer.alloc(signature.length)],
  ['of ones', (signature) => Buffer.alloc(signature.length, 0xff)],
  ['with r of zero', (signature) => Buffer.concat([Buffer.alloc(32), signature.subarray(32)])],
  ['with s of zero', (signature) => Buffer.concat([signature.subarray(0, 32), Buffer.alloc(32)])],
  ['cut short', (signature) => signature.subarray(1)],
  ['with a byte more', (signature) => Buffer.concat([signature, Buffer.alloc(1)])],
  ['with a zero in front', (signature) => Buffer.concat([Buffer.alloc(1), signature])],
  ['of one byte', () => Buffer.from([1])],
];

describe.each([
  ['web standards', webPlatform],
  ['the platform that runs this', platform],
])('%s', (_name, { signatureCheck, digest, bytesOf }) => {
  it.each(['ES256', 'ES384', 'ES512', 'RS256', 'PS256', 'EdDSA'])('knows good signatures by %s', async (alg) => {
    const [signer, stranger] = await Promise.all([createSigner(alg), createSigner(alg)]);
    const token = await signer.sign();
    expect(await signatureCheck(alg, signer.publicKey)(token)).toBe(true);
    expect(await signatureCheck(alg, stranger.publicKey)(token)).toBe(false);
  });

  it.each(wrongSignatures)('RFC9068-9: refuses a signature %s', async (_what, change) => {
    for (const alg of ['ES256', 'RS256']) {
      const signer = await createSigner(alg);
      const check = signatureCheck(alg, signer.publicKey);
      expect(await check(withSignature(await signer.sign(), change))).toBe(false);
    }
  });

  it('refuses a signature in DER form, which JWS does not have', async () => {
    const signer = await createSigner('ES256');
    const der = withSignature(await signer.sign(), (raw) => Buffer.concat([Buffer.from([0x30, 68, 2, 32]), raw]));
    expect(await signatureCheck('ES256', signer.publicKey)(der)).toBe(false);
  });

  it('refuses what was signed with another text', async () => {
    const signer = await createSigner('ES256');
    const [one, other] = [await signer.sign(), await signer.sign()];
    const mixed = [...one.split('.').slice(0, 2), other.split('.')[2]].join('.');
    expect(await signatureCheck('ES256', signer.publicKey)(mixed)).toBe(false);
  });

  it('never takes an RSA key of less than 2048 bits', async () => {
    const weak = await crypto.subtle.generateKey(
      { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]) },
      true,
      ['sign', 'verify'],
    );
    const { sign } = await createSigner('RS256');
    const judge = async () => signatureCheck('RS256', weak.publicKey)(await sign());
    await expect(judge()).rejects.toThrow(/2048/u);
  });

  it('hashes and decodes as the standards say', async () => {
    expect(await digest('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0');
    expect(Buffer.from(bytesOf('-_8'))).toEqual(Buffer.from([0xfb, 0xff]));
  });
});

describeWhere(ofNode !== undefined, 'node:crypto')('node:crypto', () => {
  it('is what Node uses', () => {
    expect(platform.digest('abc')).toEqual(ofNode?.digest('abc'));
    expect(typeof platform.digest('abc')).toBe('string');
  });

  it('knows signatures whose numbers are short or begin with a set bit', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = await importJWK({ ...(publicKey.export({ format: 'jwk' }) as JWK), ext: true }, 'ES256');
    const check = ofNode!.signatureCheck('ES256', key as CryptoKey);
    const shapes = new Set<string>();
    // One number in 256 is short: so many tries miss a shape once in a million runs.
    for (let number = 0; number < 4000; number += 1) {
      const signature = signByNode('sha256', Buffer.from(`a.${number}`), {
        key: privateKey,
        dsaEncoding: 'ieee-p1363',
      });
      shapes.add(`r ${shapeOf(signature[0]!)}`).add(`s ${shapeOf(signature[32]!)}`);
      expect(check(`a.${number}.${signature.toString('base64url')}`)).toBe(true);
    }
    const expected = ['r plain', 'r set bit', 'r short', 's plain', 's set bit', 's short'];
    expect([...shapes].toSorted()).toEqual(expected);
  });
});

function shapeOf(first: number): string {
  if (first === 0) return 'short';
  return first >= 0x80 ? 'set bit' : 'plain';
}
