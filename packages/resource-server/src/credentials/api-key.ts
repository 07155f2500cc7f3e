/** API keys as credentials: a bearer value by its prefix, or the value of a header of the builder's choice. */
import type { Auth } from '../auth.ts';
import type { ApiKeyOptions } from '../options/api-key.ts';
import type { CredentialHolder } from '../options/holder.ts';
import { Refusal } from '../refusal.ts';
import type { RequestHead } from '../request-head.ts';
import { readBearerToken } from './bearer-token.ts';
import type { Credential } from './credential.ts';
import { createAdmission, type HolderParts, readHolder } from './holder.ts';
import { sha256Of } from './sha256.ts';

const UNKNOWN = 'this API key is not known here';
/** Characters: far more than any key has, and little to hash. */
const LONGEST_KEY = 512;

export function apiKeys(options: ApiKeyOptions, parts: HolderParts): Credential {
  const find = options.keys === undefined ? askAbout(options.lookup) : lookupAmong(options.keys);
  const admit = createAdmission(parts);

  async function judge(key: string): Promise<Auth> {
    // What a comma or a space stands in may be two headers that a proxy joined (RFC 9110 §5.3).
    if (/[\s,]/.test(key)) throw new Refusal('malformed_credentials', 'one header with one API key is allowed');
    const holder = key.length > LONGEST_KEY ? undefined : await find(await sha256Of(key));
    return admit(holder, { kind: 'api_key', token: key, unknown: UNKNOWN });
  }

  return {
    kind: 'api_key',
    judge(request) {
      const key = readKey(request, options);
      return key === undefined ? undefined : judge(key);
    },
  };
}

/** For bearer values that no prefix claims, where there are no access tokens: something came, and it is wrong. */
export const bearerValuesOfNobody: Credential = {
  kind: 'api_key',
  judge: (request) =>
    readBearerToken(request) === undefined ? undefined : Promise.reject(new Refusal('unknown_credentials', UNKNOWN)),
};

function readKey(request: RequestHead, { header, prefix }: ApiKeyOptions): string | undefined {
  if (header !== undefined) return request.headers.get(header.toLowerCase()) ?? undefined;
  const value = readBearerToken(request);
  return value?.startsWith(prefix) ? value : undefined;
}

type Find = (sha256: string) => CredentialHolder | undefined | Promise<CredentialHolder | undefined>;

function askAbout(lookup: (sha256: string) => unknown): Find {
  return async (sha256) => {
    try {
      return readHolder(await lookup(sha256), 'lookup');
    } catch (cause) {
      // Whatever its class, it is no judgement of the key.
      throw new Error('lookup failed', { cause });
    }
  };
}

/** In constant time: neither where nor whether a hash begins to differ can be measured. */
function lookupAmong(keys: readonly (CredentialHolder & { sha256: string })[]): Find {
  const known = keys.map((holder) => ({ holder, words: wordsOf(holder.sha256) }));
  return (sha256) => {
    const shown = wordsOf(sha256);
    let found: CredentialHolder | undefined;
    for (const { holder, words } of known) if (isSame(words, shown)) found = holder;
    return found;
  };
}

function isSame(a: Uint32Array, b: Uint32Array): boolean {
  let difference = a.length ^ b.length;
  for (let index = 0; index < a.length; index += 1) difference |= (a[index] ?? 0) ^ (b[index] ?? 0);
  return difference === 0;
}

/** A hash as eight numbers, which compare in a tenth of the time of its letters. */
function wordsOf(sha256: string): Uint32Array {
  return Uint32Array.from(sha256.match(/.{8}/g) ?? [], (word) => Number.parseInt(word, 16));
}
