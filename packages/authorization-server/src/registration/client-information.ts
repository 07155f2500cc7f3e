/** What a client is told of its registration (RFC 7591 §3.2.1, RFC 7592 §3), checked before it goes out. */
import { clientInformationSchema, type ClientInformation } from '@granthouse/protocol';
import { paths, type Capabilities } from '../capabilities.ts';
import type { ClientMetadata } from './normalise.ts';

/** `metadata`: all that is kept of the client; `token`: by which it manages itself, where it may. */
export type InformClient = (metadata: ClientMetadata, token?: string) => ClientInformation;

export function clientInformation({ issuer }: { issuer: string }, { signingAlgorithm }: Capabilities): InformClient {
  return ({ scope_hint: scope, ...members }, token) =>
    clientInformationSchema.parse({
      ...members,
      // Some clients expect RS256 when they are not told (OpenID Connect Registration §2).
      id_token_signed_response_alg: signingAlgorithm,
      // The name under which the asked scope is kept has no meaning outside.
      scope,
      ...(token === undefined
        ? {}
        : managedBy(token, `${issuer}${paths.registration}/${String(members['client_id'])}`)),
    });
}

const managedBy = (token: string, uri: string) => ({
  registration_access_token: token,
  registration_client_uri: uri,
});
