/** Tokens of an Okta custom authorization server, which have no `typ` (Okta Developer, OpenID Connect and OAuth 2.0 API). */
import { untyped, type IdentityProvider, type Write } from './identity-provider.ts';

const oktaToken = (claims: object = {}): Write => {
  return ({ resource }) => ({
    header: untyped,
    claims: {
      ver: 1,
      jti: 'AT.MNAoEQ_jbKqoinrQo1D0XKjMX28U5d7ZszBceot7-Ts',
      aud: resource,
      cid: '0oa1',
      uid: '00u1',
      scp: ['openid', 'orders:read'],
      auth_time: 1_760_000_000,
      sub: 'ada@example.com',
      ...claims,
    },
  });
};
const oktaIdToken = (claims: object = {}): Write => {
  const of = { ver: 1, jti: 'ID.radCQMOQUmyvcTBmmIL0J6BaS60apUEiC7-vI7pOmkw', amr: ['pwd'], idp: '00o1' };
  return ({ resource }) => ({ header: untyped, claims: { ...of, aud: resource, sub: '00u1', ...claims } });
};

export const okta: IdentityProvider = {
  name: 'Okta',
  words: { tokens: 'okta' },
  accessTokens: [
    ['of a custom authorization server', oktaToken(), '0oa1', ['openid', 'orders:read']],
    [
      'of an application on its own',
      oktaToken({ uid: undefined, auth_time: undefined, sub: '0oa1', scp: ['orders:read'] }),
      '0oa1',
      ['orders:read'],
    ],
  ],
  otherTokens: [
    ['an ID token', oktaIdToken()],
    ['an ID token with at_hash', oktaIdToken({ at_hash: 'h', cid: '0oa1', scp: ['orders:read'] })],
    ['an ID token with a nonce', oktaIdToken({ nonce: 'n', cid: '0oa1', scp: ['orders:read'] })],
    ['a token without scopes', oktaToken({ scp: undefined })],
    ['scopes in a form that it does not write', oktaToken({ scp: 'orders:read' })],
    ['a scope that is none', oktaToken({ scp: ['orders read'] })],
    [
      'a token for Okta’s own interfaces',
      (at) => ({ ...oktaToken()(at), header: { typ: 'application/okta-internal-at+jwt' } }),
    ],
  ],
};
