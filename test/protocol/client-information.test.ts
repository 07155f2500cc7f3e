/** What a server may answer to a registration (RFC 7591 §3.2.1, RFC 7592 §3). */
import { expect, it } from '@jest/globals';
import { clientInformationSchema } from '@granthouse/protocol';

const answer = {
  redirect_uris: ['https://app.example/cb'],
  grant_types: ['authorization_code'],
  response_types: ['code'],
  token_endpoint_auth_method: 'client_secret_post',
  client_id: 'x',
  client_id_issued_at: 1,
  client_secret: 'y',
  client_secret_expires_at: 0,
  a_member_of_the_future: { any: ['thing'] },
};

it('RFC7591-2, RFC7592-1: an answer passes whole, with its management and without', () => {
  const managed = { registration_client_uri: 'https://a.example/register/x', registration_access_token: 'z' };
  for (const each of [answer, { ...answer, ...managed }]) expect(clientInformationSchema.parse(each)).toEqual(each);
});

it.each<[string, object]>([
  ['RFC7591-2: no id', { client_id: undefined }],
  ['RFC7591-2: a secret and no word of its end', { client_secret_expires_at: undefined }],
  ['RFC7591-2: a secret of a client that shows none', { token_endpoint_auth_method: 'none' }],
  ['RFC7592-1: a management address without its token', { registration_client_uri: 'https://a.example/register/x' }],
  ['RFC7592-1: a management token without its address', { registration_access_token: 'x' }],
  ['RFC7591-10: jwks beside jwks_uri', { jwks: { keys: [] }, jwks_uri: 'https://a.example/jwks' }],
  ['a member that is null', { client_uri: null }],
  ['an empty scope', { scope: '' }],
])('an answer to a registration has never %s', (_what, change) => {
  expect(clientInformationSchema.safeParse({ ...answer, ...change }).success).toBe(false);
});
