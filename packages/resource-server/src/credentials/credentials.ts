/** The kinds of credentials of one resource, in the order in which they are looked for. */
import type { AccessToken } from '../access-token.ts';
import { keyPrefixesOf } from '../options/credentials.ts';
import type { ResolvedOptions } from '../options.ts';
import { accessTokens } from './access-token.ts';
import { apiKeys } from './api-key.ts';
import type { Credential } from './credential.ts';

export function createCredentials(
  options: ResolvedOptions,
  verify: (token: string) => Promise<AccessToken>,
): readonly Credential[] {
  const keyPrefixes = keyPrefixesOf(options.credentials);
  return options.credentials.map((one) =>
    one.kind === 'api_key' ? apiKeys(one, options) : accessTokens({ verify, keyPrefixes }),
  );
}
