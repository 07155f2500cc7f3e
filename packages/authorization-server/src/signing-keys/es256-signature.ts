/** A signature by ES256 as a JWS has it: r and s side by side, 32 bytes each (RFC 7518 §3.4). */
import { sign, type KeyObject } from 'node:crypto';

const half = 32;

/**
 * OpenSSL writes a DER sequence of two integers (RFC 3279 §2.2.3) in half the time that it takes to write them side by
 * side, so that is done here.
 */
export function es256Signature(data: Uint8Array, privateKey: KeyObject): Buffer {
  const der = sign('sha256', data, privateKey);
  const raw = Buffer.alloc(2 * half);
  const endOfR = 4 + (der[3] ?? 0);
  place(der.subarray(4, endOfR), raw, half);
  place(der.subarray(endOfR + 2), raw, 2 * half);
  return raw;
}

/** An integer in DER is as short as it can be, with a zero in front where its first bit would mean a minus. */
function place(integer: Buffer, raw: Buffer, end: number): void {
  const digits = integer.length > half ? integer.subarray(integer.length - half) : integer;
  raw.set(digits, end - digits.length);
}
