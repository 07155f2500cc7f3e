/** What hashing and verifying are done with: Node's own crypto where the platform has it, web standards everywhere else. */
import type { CryptoKey } from 'jose';
import { nodePlatform } from './node.ts';
import { webPlatform } from './web.ts';

export interface Platform {
  /** SHA-256 of a text, in base64url (RFC 6234 §4.1). */
  digest(text: string): string | Promise<string>;
  /** The bytes that a part of a JWS stands for (RFC 7515 §2). */
  bytesOf(part: string): Uint8Array;
  /** Made once for a key and its algorithm. Throws an Error for a key that is too weak (RFC 7518 §3.3). */
  signatureCheck(alg: string, key: CryptoKey): SignatureCheck;
}

/** Is the signature of this compact JWS good by the key (RFC 7515 §5.2)? */
export type SignatureCheck = (token: string) => boolean | Promise<boolean>;

export const platform: Platform = nodePlatform() ?? webPlatform;
