/** Passwords by scrypt, its cost stored beside the hash, so that the cost can rise without a reset (RFC 7914; OWASP's parameters). */
import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';

export interface PasswordHash {
  readonly hash: string;
  readonly salt: string;
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

const cost = { N: 2 ** 15, r: 8, p: 3 };
const keyLength = 32;

/** 32 MiB a hash: so few at once that a flood of sign-ins can't take the machine's memory. */
const gate = { running: 0, most: 2, waiting: [] as Array<() => void>, mostWaiting: 64 };

/** A hash that no password has, at today's cost. */
export const nobodysPassword: PasswordHash = {
  hash: Buffer.alloc(keyLength).toString('base64url'),
  salt: randomBytes(16).toString('base64url'),
  ...cost,
};

/** More sign-ins at once than the server takes on: ask again in a moment. */
export class BusyError extends Error {}

export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return { hash: key.toString('base64url'), salt: salt.toString('base64url'), ...cost };
}

export async function isPassword(password: string, stored: PasswordHash): Promise<boolean> {
  const { N, r, p } = stored;
  const key = await derive(password, Buffer.from(stored.salt, 'base64url'), { N, r, p });
  return timingSafeEqual(key, Buffer.from(stored.hash, 'base64url'));
}

/** Same characters, same password, however the keyboard composes them. */
const normal = (password: string) => password.normalize('NFKC');

async function derive(password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  await enter();
  try {
    return await new Promise((resolve, reject) => {
      scrypt(normal(password), salt, keyLength, { ...options, maxmem: 256 * 1024 * 1024 }, (error, key) => {
        if (error) reject(error);
        else resolve(key);
      });
    });
  } finally {
    gate.running -= 1;
    gate.waiting.shift()?.();
  }
}

async function enter(): Promise<void> {
  while (gate.running >= gate.most) {
    if (gate.waiting.length >= gate.mostWaiting) throw new BusyError('too many sign-ins at once');
    await new Promise<void>((resolve) => {
      gate.waiting.push(resolve);
    });
  }
  gate.running += 1;
}
