/** API keys as credentials: a bearer value by its prefix, or the value of a header of the builder's choice. */
import { impliedScopes, type ScopeImplications } from '@granthouse/protocol';
import { type Auth, freezeDeeply } from '../auth.ts';
import type { ApiKeyOptions, KeyHolder } from '../options/credentials.ts';
import { Refusal } from '../refusal.ts';
import type { RequestHead } from '../request-head.ts';
import { readBearerToken } from './bearer-token.ts';
import type { Credential } from './credential.ts';

export interface ApiKeyParts {
  readonly resource: string;
  readonly implies: ScopeImplications;
  /** What a key without scopes of its own may do. */
  readonly requiredScopes: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export function apiKeys(options: ApiKeyOptions, parts: ApiKeyParts): Credential {
  const { implies, requiredScopes, now } = parts;
  const resource = new URL(parts.resource);
  const find = 'lookup' in options ? options.lookup : lookupAmong(options.keys);

  async function judge(key: string): Promise<Auth> {
    const holder = await find(await sha256Of(key));
    const isAlive = holder?.expiresAt === undefined || now() < holder.expiresAt * 1000;
    if (holder === undefined || !isAlive) {
      throw new Refusal('unknown_credentials', 'this API key is not known here');
    }
    const { clientId, subject = clientId, scopes = requiredScopes, expiresAt } = holder;
    return freezeDeeply({
      kind: 'api_key' as const,
      token: key,
      clientId,
      subject,
      scopes: impliedScopes(scopes, implies),
      ...(expiresAt !== undefined && { expiresAt }),
      resource,
      extra: { subject },
    });
  }

  return {
    kind: 'api_key',
    judge(request) {
      const key = readKey(request, options);
      return key === undefined ? undefined : judge(key);
    },
  };
}

function readKey(request: RequestHead, { header, prefix = '' }: ApiKeyOptions): string | undefined {
  if (header !== undefined) return request.headers.get(header) ?? undefined;
  const value = readBearerToken(request);
  return value?.startsWith(prefix) ? value : undefined;
}

/** In constant time: neither where nor whether a hash begins to differ can be measured. */
function lookupAmong(keys: readonly (KeyHolder & { sha256: string })[]) {
  return (sha256: string) => {
    let found: KeyHolder | undefined;
    for (const key of keys) if (isSame(key.sha256, sha256)) found = key;
    return found;
  };
}

function isSame(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let index = 0; index < b.length; index += 1) difference |= a.charCodeAt(index) ^ b.charCodeAt(index);
  return difference === 0;
}

async function sha256Of(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
