/** Tokens of Keycloak, whose own `typ` claim tells them apart. */
import { jwt, logoutEvent, type IdentityProvider, type Write } from './identity-provider.ts';

const keycloakToken = (claims: object = {}): Write => {
  return ({ resource }) => ({
    header: jwt,
    claims: {
      auth_time: 1_760_000_000,
      jti: 'onrtac:9d1e',
      typ: 'Bearer',
      azp: 'mcp-host',
      sid: 's',
      acr: '1',
      aud: [resource, 'account'],
      'allowed-origins': ['*'],
      realm_access: { roles: ['offline_access'] },
      scope: 'openid orders:read email',
      email_verified: false,
      preferred_username: 'ada',
      ...claims,
    },
  });
};
const keycloakOther = (typ: string | undefined, claims: object = {}) => keycloakToken({ typ, ...claims });

export const keycloak: IdentityProvider = {
  name: 'Keycloak',
  words: { tokens: 'keycloak' },
  accessTokens: [
    ['as it writes them', keycloakToken(), 'mcp-host', ['openid', 'orders:read', 'email']],
    [
      'with a nonce, by the mapper for older clients',
      keycloakToken({ nonce: 'n' }),
      'mcp-host',
      ['openid', 'orders:read', 'email'],
    ],
    [
      'with the header of RFC 9068',
      (at) => ({ ...keycloakToken()(at), header: { typ: 'at+jwt' } }),
      'mcp-host',
      ['openid', 'orders:read', 'email'],
    ],
    [
      'of a service account',
      keycloakToken({ client_id: 'robot', azp: 'robot', clientHost: '203.0.113.7', scope: 'orders:read' }),
      'robot',
      ['orders:read'],
    ],
  ],
  otherTokens: [
    ['an ID token', keycloakOther('ID', { at_hash: 'h' })],
    ['a refresh token', keycloakOther('Refresh')],
    ['an offline token', keycloakOther('Offline')],
    ['a logout token', keycloakOther('Logout', logoutEvent)],
    ['a token for registration', keycloakOther('RegistrationAccessToken')],
    ['a token bound to a key by DPoP, shown as Bearer', keycloakOther('DPoP', { cnf: { jkt: 't' } })],
    ['a token that calls itself nothing', keycloakOther(undefined)],
    ['a logout token by its header', (at) => ({ ...keycloakToken()(at), header: { typ: 'logout+jwt' } })],
  ],
};
