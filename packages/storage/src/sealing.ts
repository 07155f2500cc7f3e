/** Sealing: text that the store may hold and only the operator's secret can open, by AES-256-GCM (NIST SP 800-38D) under keys from HKDF (RFC 5869). */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** The operator's secret: 32 bytes or more; of a string, its UTF-8 bytes count. */
export type Secret = Uint8Array | string;

/**
 * - `weak_secret`: the secret has fewer than 32 bytes
 * - `malformed`: not a sealed text, or a text that UTF-8 can't write
 * - `unknown_key`: sealed under another secret
 * - `altered`: changed since it was sealed, or brought here from another place
 */
export type SealErrorCode = 'weak_secret' | 'malformed' | 'unknown_key' | 'altered';

/** What can't be sealed or opened; neither the text nor the secret is in the message. */
export class SealError extends Error {
  override readonly name = 'SealError';
  readonly code: SealErrorCode;

  constructor(code: SealErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** Seals and opens; `place` says where the text belongs (`collection/id/field`), and there alone it opens. */
export interface Sealer {
  seal(plain: string, place: string): string;
  /** Throws SealError `malformed`, `unknown_key` or `altered`. */
  open(sealed: string, place: string): string;
  /** False for what another secret sealed, and for what isn't sealed. */
  isCurrent(sealed: string): boolean;
  /** Whether one of the secrets sealed it, for whichever place; nothing is opened. */
  knows(sealed: string): boolean;
}

interface SealingKey {
  readonly id: string;
  readonly bytes: Buffer;
}

const version = '1';
const seedLength = 24;
const tagLength = 16;

/** Seals under `secret`; opens what it or one of the `others` sealed. Throws SealError `weak_secret`. */
export function createSealer(secret: Secret, { others = [] }: { others?: readonly Secret[] } = {}): Sealer {
  const key = sealingKey(secret);
  const keys = new Map([...others.map(sealingKey), key].map((each) => [each.id, each]));
  return {
    seal: (plain, place) => seal(key, plain, place),
    open(sealed, place) {
      const [found, keyId = '', body = '', ...more] = sealed.split('.');
      if (found !== version || more.length > 0) throw new SealError('malformed', 'this is not a sealed text');
      const bytes = strictBytes(body);
      const opening = keys.get(keyId);
      if (!opening) throw new SealError('unknown_key', 'this was sealed under another secret');
      return open(opening, bytes, place);
    },
    isCurrent: (sealed) => sealed.startsWith(`${version}.${key.id}.`),
    knows: (sealed) => [...keys.keys()].some((id) => sealed.startsWith(`${version}.${id}.`)),
  };
}

function seal(key: SealingKey, plain: string, place: string): string {
  if (/\p{Surrogate}/u.test(plain)) throw new SealError('malformed', "UTF-8 can't write half a surrogate pair");
  const seed = randomBytes(seedLength);
  const { key: own, nonce } = keyOfOne(key, seed);
  const cipher = createCipheriv('aes-256-gcm', own, nonce).setAAD(placeBytes(key, place));
  const sealed = Buffer.concat([seed, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${version}.${key.id}.${sealed.toString('base64url')}`;
}

function open(key: SealingKey, bytes: Buffer, place: string): string {
  const { key: own, nonce } = keyOfOne(key, bytes.subarray(0, seedLength));
  const decipher = createDecipheriv('aes-256-gcm', own, nonce, { authTagLength: tagLength });
  decipher.setAAD(placeBytes(key, place)).setAuthTag(bytes.subarray(-tagLength));
  try {
    const plain = decipher.update(bytes.subarray(seedLength, -tagLength));
    return Buffer.concat([plain, decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new SealError('altered', 'this was altered, or belongs to another place', { cause });
  }
}

// A key for each text: random nonces under one key would bound a secret's life to 2³² texts (SP 800-38D §8.3).
function keyOfOne(key: SealingKey, seed: Buffer): { key: Buffer; nonce: Buffer } {
  return { key: createHmac('sha256', key.bytes).update(seed.subarray(0, 12)).digest(), nonce: seed.subarray(12) };
}

function sealingKey(secret: Secret): SealingKey {
  const bytes = typeof secret === 'string' ? Buffer.from(secret) : secret;
  if (bytes.length < 32) throw new SealError('weak_secret', 'the secret must have 32 bytes or more');
  const derive = (use: string, length: number): Buffer => Buffer.from(hkdfSync('sha256', bytes, '', use, length));
  return { id: derive('granthouse sealing key id', 6).toString('base64url'), bytes: derive('granthouse sealing', 32) };
}

function placeBytes(key: SealingKey, place: string): Buffer {
  return Buffer.from(`${version}.${key.id}.${place}`);
}

// Decoding alone would let one text be written in several ways.
function strictBytes(body: string): Buffer {
  const bytes = Buffer.from(body, 'base64url');
  if (bytes.length < seedLength + tagLength || bytes.toString('base64url') !== body) {
    throw new SealError('malformed', 'this is not a sealed text');
  }
  return bytes;
}
