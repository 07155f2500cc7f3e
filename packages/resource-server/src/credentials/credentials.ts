/** The kinds of credentials of one resource, in the order in which they are looked for. */
import { createProofJudge } from '../dpop/proof.ts';
import { type CredentialOptions, keyPrefixesOf } from '../options/credentials.ts';
import type { ResolvedOptions } from '../options.ts';
import { createAccessTokenVerifier } from '../verify/access-tokens.ts';
import type { FollowedServer } from '../verify/authorization-servers.ts';
import { accessTokens } from './access-token.ts';
import { apiKeys, bearerValuesOfNobody } from './api-key.ts';
import type { Credential } from './credential.ts';
import { customHeaders } from './headers.ts';
import { nobody } from './nobody.ts';

export function createCredentials(
  options: ResolvedOptions,
  servers: ReadonlyMap<string, FollowedServer>,
): readonly Credential[] {
  const { credentials } = options;
  if (options.dangerouslyWithoutCredentials) return [nobody(options)];
  const verify = createAccessTokenVerifier(options, servers);
  const keyPrefixes = keyPrefixesOf(credentials);
  const judgeProof = createProofJudge(options);
  const tokens = { verify, judgeProof, isProofRequired: options.dpop.required, keyPrefixes };
  const takesTokens = credentials.some(({ kind }) => kind === 'access_token');
  const declared = credentials.map((one) => create(one));
  return keyPrefixes.length > 0 && !takesTokens ? [...declared, bearerValuesOfNobody] : declared;

  function create(one: CredentialOptions): Credential {
    if (one.kind === 'api_key') return apiKeys(one, options);
    return one.kind === 'headers' ? customHeaders(one, options) : accessTokens(tokens);
  }
}
