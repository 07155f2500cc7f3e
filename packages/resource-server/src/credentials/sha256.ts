/** The SHA-256 of an API key, in the form in which keys are listed and looked up (RFC 6234 §4.1). */
import { platform } from '../platform/platform.ts';

/** In lower-case hexadecimal. */
export async function sha256Of(key: string): Promise<string> {
  const digest = platform.bytesOf(await platform.digest(key));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
