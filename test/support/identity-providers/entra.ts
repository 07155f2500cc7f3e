/** Tokens of Microsoft Entra ID, versions 1 and 2 (Microsoft identity platform, access token and ID token claims reference). */
import { jwt, type IdentityProvider, type Write } from './identity-provider.ts';

const entraApi = '0d8c1a7e-6f4e-4c0b-9a6d-3f1c5b7e2a90';
const entraClient = 'b14a7505-96e9-4927-91e8-0601d0fc9caa';
const entraPrefix = `api://${entraApi}/`;
const person = { oid: '690222be-ff1a-4d56-abd1-7e4f7d38e474', sub: 'HKZpfaHyWadeOouYlitjrI-KffTm222X5rrV3xDqfKQ' };
const service = { oid: 'f9e7a5c1-2b3d-4e5f-8a9b-0c1d2e3f4a5b', sub: 'f9e7a5c1-2b3d-4e5f-8a9b-0c1d2e3f4a5b' };
const entraCommon = { aio: 'AXQAi/8', rh: '0.ARoA', tid: 'fa15d692-e9c7-4460-a743-29f2956fd429', uti: 'u', nbf: 1 };
const entraV2 = (claims: object): Write => {
  const of = { ...entraCommon, ver: '2.0', aud: entraApi, azp: entraClient, azpacr: '0' };
  return () => ({ header: jwt, claims: { ...of, ...claims } });
};
const entraIdToken = (claims: object = {}): Write => {
  return () => ({
    header: jwt,
    claims: { ...entraCommon, ver: '2.0', aud: entraApi, name: 'Ada', ...person, ...claims },
  });
};

export const entra: IdentityProvider = {
  name: 'Entra ID',
  words: { tokens: 'entra', audience: [entraApi, `api://${entraApi}`], scopePrefix: entraPrefix },
  accessTokens: [
    [
      'of version 2, for a person',
      entraV2({ ...person, name: 'Ada', scp: 'orders.read orders.write', roles: ['admin'] }),
      entraClient,
      [`${entraPrefix}orders.read`, `${entraPrefix}orders.write`],
    ],
    [
      'of version 1, for a person',
      entraV2({
        ...person,
        ver: '1.0',
        aud: `api://${entraApi}`,
        azp: undefined,
        azpacr: undefined,
        appid: entraClient,
        appidacr: '0',
        acr: '1',
        amr: ['pwd', 'mfa'],
        ipaddr: '203.0.113.7',
        unique_name: 'ada@example.com',
        scp: 'orders.read',
      }),
      entraClient,
      [`${entraPrefix}orders.read`],
    ],
    [
      'of an application on its own',
      entraV2({ ...service, azpacr: '1', roles: ['orders.read'] }),
      entraClient,
      [`${entraPrefix}orders.read`],
    ],
    [
      'of an application on its own, that says so',
      entraV2({ ...service, azpacr: '1', roles: ['orders.read'], idtyp: 'app' }),
      entraClient,
      [`${entraPrefix}orders.read`],
    ],
  ],
  otherTokens: [
    ['an ID token', entraIdToken()],
    ['an ID token with roles', entraIdToken({ roles: ['orders.read'], azp: entraClient })],
    ['an ID token with a nonce', entraIdToken({ nonce: 'n', scp: 'orders.read', azp: entraClient })],
    ['a token of an application without roles', entraV2({ ...service, idtyp: 'app' })],
    ['a token of a person that has roles alone', entraV2({ ...person, roles: ['orders.read'] })],
    ['a token of a person that has roles alone, and says so', entraV2({ ...service, idtyp: 'user', roles: ['a'] })],
    ['roles alone about nobody', entraV2({ sub: undefined, roles: ['orders.read'] })],
    ['a token without a client', entraV2({ ...person, azp: undefined, scp: 'orders.read' })],
    ['a type of RFC 9068, which it does not write', (at) => ({ ...entraV2({ ...person, scp: 'a' })(at), header: {} })],
  ],
};
