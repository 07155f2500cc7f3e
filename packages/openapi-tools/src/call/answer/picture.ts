/** Pictures that models take, known by their first bytes (MIME Sniffing Standard §6.1). */

/** In hexadecimal. */
const signatures: readonly (readonly [string, RegExp])[] = [
  ['image/png', /^89504e470d0a1a0a/u],
  ['image/jpeg', /^ffd8ff/u],
  ['image/gif', /^47494638(?:37|39)61/u],
  ['image/webp', /^52494646.{8}57454250/u],
];

/** Undefined for every other, among them pictures of types that hosts don't show. */
export function pictureTypeOf(bytes: Uint8Array): string | undefined {
  const first = Buffer.from(bytes.subarray(0, 16)).toString('hex');
  return signatures.find(([, signature]) => signature.test(first))?.[0];
}
