/** A new API key: what its user is given once, and what the resource keeps of it. */
import { parseOptions } from '@granthouse/protocol';
import { base64url } from 'jose';
import { z } from 'zod';
import { keyPrefix } from '../options/api-key.ts';
import { sha256Of } from './sha256.ts';

const prefixOrNone = z.literal('').or(keyPrefix);

/**
 * 256 random bits behind the prefix, and the SHA-256 to list or store. Show the key once and keep none.
 * A key for a header of its own may go without a prefix. Throws ConfigurationError for a prefix that `credentials` refuses.
 */
export async function newApiKey(prefix = ''): Promise<{ key: string; sha256: string }> {
  const random = base64url.encode(crypto.getRandomValues(new Uint8Array(32)));
  const key = parseOptions(prefixOrNone, prefix, 'newApiKey.prefix') + random;
  return { key, sha256: await sha256Of(key) };
}
