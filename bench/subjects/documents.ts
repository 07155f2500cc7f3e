/** Documents of the size that ours have, for a bare route to answer (RFC 8414 §2, RFC 7517 §5). */
import { issuer, resource, scope } from '../world.ts';

const methods = ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'];
const algorithms = ['ES256', 'RS256', 'PS256', 'EdDSA'];

export const paths = { metadata: '/.well-known/oauth-authorization-server', keySet: '/jwks' } as const;

export const documents: Readonly<Record<string, object>> = {
  [paths.metadata]: {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    registration_endpoint: `${issuer}/register`,
    revocation_endpoint: `${issuer}/revoke`,
    jwks_uri: `${issuer}/jwks`,
    scopes_supported: ['openid', 'profile', 'email', scope],
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'form_post'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: methods,
    token_endpoint_auth_signing_alg_values_supported: algorithms,
    revocation_endpoint_auth_methods_supported: methods,
    revocation_endpoint_auth_signing_alg_values_supported: algorithms,
    authorization_response_iss_parameter_supported: true,
    protected_resources: [resource],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
    claims_supported: ['sub', 'name', 'email'],
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
  },
  [paths.keySet]: {
    keys: [
      {
        kty: 'EC',
        crv: 'P-256',
        x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
        y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
        kid: 'cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s',
        alg: 'ES256',
        use: 'sig',
      },
    ],
  },
};
