/** The kinds of credentials of one resource, in the order in which they are looked for. */
import { keyPrefixesOf } from '../options/credentials.ts';
import type { ResolvedOptions } from '../options.ts';
import type { FollowedServer } from '../verify/authorization-servers.ts';
import { createClaimsJudge } from '../verify/claims.ts';
import { createJwtVerifier } from '../verify/jwt.ts';
import { accessTokens } from './access-token.ts';
import { apiKeys } from './api-key.ts';
import type { Credential } from './credential.ts';

export function createCredentials(
  options: ResolvedOptions,
  servers: ReadonlyMap<string, FollowedServer>,
): readonly Credential[] {
  const keyPrefixes = keyPrefixesOf(options.credentials);
  const judgeClaims = createClaimsJudge(options);
  const verify = createJwtVerifier({ ...options, servers, judgeClaims });
  return options.credentials.map((one) =>
    one.kind === 'api_key' ? apiKeys(one, options) : accessTokens({ verify, keyPrefixes }),
  );
}
