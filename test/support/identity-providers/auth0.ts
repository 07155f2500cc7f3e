/** Tokens of Auth0: its two profiles, and its ID and logout tokens (Auth0 Docs, Access Token Profiles). */
import { jwt, logoutEvent, type IdentityProvider, type Write } from './identity-provider.ts';

const auth0Client = 'K1AUPhZq8mRi0Q0pjhkfu1D7y6KjDQja';
const auth0User = (claims: object = {}): Write => {
  return ({ issuer, resource }) => ({
    header: jwt,
    claims: {
      sub: 'auth0|6553da60a54af58e29493993',
      aud: [resource, `${issuer}/userinfo`],
      azp: auth0Client,
      scope: 'openid profile orders:read',
      ...claims,
    },
  });
};
const auth0IdToken = (claims: object = {}): Write => {
  return ({ resource }) => ({
    header: jwt,
    claims: { nickname: 'ada', name: 'Ada', sub: 'auth0|6553da60a54af58e29493993', aud: resource, sid: 's', ...claims },
  });
};

export const auth0: IdentityProvider = {
  name: 'Auth0',
  words: { tokens: 'auth0' },
  accessTokens: [
    ['of the Auth0 profile', auth0User(), auth0Client, ['openid', 'profile', 'orders:read']],
    [
      'with permissions, which are no scopes',
      auth0User({ permissions: ['orders:read', 'refunds:write'], scope: 'orders:read' }),
      auth0Client,
      ['orders:read'],
    ],
    [
      'of the RFC 9068 profile',
      (at) => ({
        ...auth0User({ azp: undefined, client_id: auth0Client, jti: '73Wak' })(at),
        header: { typ: 'at+jwt' },
      }),
      auth0Client,
      ['openid', 'profile', 'orders:read'],
    ],
    [
      'of an application on its own',
      auth0User({ sub: `${auth0Client}@clients`, gty: 'client-credentials', scope: 'orders:read' }),
      auth0Client,
      ['orders:read'],
    ],
  ],
  otherTokens: [
    ['an ID token', auth0IdToken()],
    ['an ID token with a nonce', auth0IdToken({ nonce: 'n', azp: auth0Client })],
    ['an ID token with at_hash', auth0IdToken({ at_hash: 'h', azp: auth0Client })],
    [
      'an ID token that names its client',
      ({ resource, ...at }) => auth0IdToken({ azp: resource })({ resource, ...at }),
    ],
    ['a logout token', (at) => ({ ...auth0User(logoutEvent)(at), header: { typ: 'logout+jwt' } })],
    ['a security event token', auth0User(logoutEvent)],
  ],
};
