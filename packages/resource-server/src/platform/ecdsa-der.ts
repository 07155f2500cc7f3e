/** An ECDSA signature of a JWS, r and s side by side (RFC 7518 §3.4), as the sequence that OpenSSL reads fastest (RFC 3279 §2.2.3). */

const SEQUENCE = 0x30;
const INTEGER = 0x02;

/** Of a curve up to 384 bits, whose sequence is short enough for a length of one byte. */
export function ecdsaDer(signature: Uint8Array): Uint8Array {
  const half = signature.length / 2;
  const [r, s] = [startOf(signature, 0, half), startOf(signature, half, signature.length)];
  const [lengthOfR, lengthOfS] = [half - r + sign(signature, r), signature.length - s + sign(signature, s)];
  const der = new Uint8Array(6 + lengthOfR + lengthOfS);
  der.set([SEQUENCE, 4 + lengthOfR + lengthOfS, INTEGER, lengthOfR]);
  der.set(signature.subarray(r, half), 4 + sign(signature, r));
  der.set([INTEGER, lengthOfS], 4 + lengthOfR);
  der.set(signature.subarray(s), 6 + lengthOfR + sign(signature, s));
  return der;
}

/** Where an integer's digits begin: it is written as short as it can be, and with one digit at least. */
function startOf(signature: Uint8Array, from: number, end: number): number {
  let start = from;
  while (start < end - 1 && signature[start] === 0) start += 1;
  return start;
}

/** One byte of zero goes in front of a digit that would else mean a minus. */
const sign = (signature: Uint8Array, start: number) => ((signature[start] ?? 0) >= 0x80 ? 1 : 0);
