/** What the healthy authorization server keeps and says of itself (RFC 8414 §2, RFC 7591 §2). */
import { createHash } from 'node:crypto';
import { OAuthError } from '@granthouse/protocol';

export interface Client {
  readonly client_id: string;
  readonly client_secret?: string;
  readonly redirect_uris: readonly string[];
  readonly token_endpoint_auth_method?: string;
}

export interface Code {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly resource: string;
  readonly scope: string;
}

/** All tokens of one consent. */
export interface Family {
  readonly id: string;
  readonly clientId: string;
  readonly resource: string;
  readonly scope: string;
  current?: string;
  previous?: string | undefined;
}

const methods = ['none', 'client_secret_basic', 'client_secret_post'];

export const metadataOf = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  registration_endpoint: `${issuer}/register`,
  revocation_endpoint: `${issuer}/revoke`,
  jwks_uri: `${issuer}/jwks`,
  scopes_supported: ['orders:read'],
  response_types_supported: ['code'],
  grant_types_supported: ['authorization_code', 'refresh_token'],
  code_challenge_methods_supported: ['S256'],
  token_endpoint_auth_methods_supported: methods,
  revocation_endpoint_auth_methods_supported: methods,
  authorization_response_iss_parameter_supported: true,
});

/** RFC 7636 §4.2. */
export const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');

/** RFC 6749 §2.3.1: the header, else the body. */
export function clientOf(request: Request, form: URLSearchParams, clients: ReadonlyMap<string, Client>): Client {
  const basic = /^Basic (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  const [id = '', secret = ''] =
    basic === undefined
      ? [form.get('client_id') ?? '', form.get('client_secret') ?? '']
      : Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent);
  const client = clients.get(id);
  if (!client || (client.client_secret ?? '') !== secret) throw new OAuthError('invalid_client', 'no such client');
  return client;
}
