/** OAuth access tokens as credentials: every bearer value that isn't an API key by its prefix (RFC 6750 §2.1). */
import type { AccessToken } from '../access-token.ts';
import { readBearerToken } from './bearer-token.ts';
import type { Credential } from './credential.ts';

export function accessTokens(parts: {
  readonly verify: (token: string) => Promise<AccessToken>;
  /** What API keys begin with: such a value is left to its own kind, whatever the order. */
  readonly keyPrefixes: readonly string[];
}): Credential {
  const { verify, keyPrefixes } = parts;
  return {
    kind: 'access_token',
    judge(request) {
      const token = readBearerToken(request);
      if (token === undefined || keyPrefixes.some((prefix) => token.startsWith(prefix))) return undefined;
      return verify(token);
    },
  };
}
