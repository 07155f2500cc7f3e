/** Tokens of Amazon Cognito user pools, with and without resource binding (Amazon Cognito Developer Guide, Understanding the access token). */
import { untyped, type IdentityProvider, type Write } from './identity-provider.ts';

const cognitoToken = (claims: object = {}): Write => {
  return ({ resource }) => ({
    header: untyped,
    claims: {
      sub: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
      'cognito:groups': ['staff'],
      version: 2,
      client_id: '7lj9',
      origin_jti: 'o',
      event_id: 'e',
      token_use: 'access',
      auth_time: 1_760_000_000,
      aud: resource,
      scope: 'openid orders/read',
      username: 'ada',
      ...claims,
    },
  });
};

export const cognito: IdentityProvider = {
  name: 'Amazon Cognito',
  words: { tokens: 'cognito', audience: ['orders'] },
  accessTokens: [
    ['with resource binding', cognitoToken(), '7lj9', ['openid', 'orders/read']],
    [
      'without an audience, for the resource server by its scope',
      cognitoToken({ aud: undefined }),
      '7lj9',
      ['openid', 'orders/read'],
    ],
    [
      'without an audience, for a resource server that is named by the URL',
      ({ resource, ...at }) => cognitoToken({ aud: undefined, scope: `${resource}/read` })({ resource, ...at }),
      '7lj9',
      ['{resource}/read'],
    ],
  ],
  otherTokens: [
    ['an ID token', cognitoToken({ token_use: 'id', scope: undefined, 'cognito:username': 'ada' })],
    ['an ID token with scopes', cognitoToken({ token_use: 'id' })],
    ['a token without a use', cognitoToken({ token_use: undefined })],
    ['a token for another resource with a scope of this one', cognitoToken({ aud: 'https://other.example/mcp' })],
    ['no audience and a scope of another resource server', cognitoToken({ aud: undefined, scope: 'billing/read' })],
    ['no audience and no scope of a resource server', cognitoToken({ aud: undefined, scope: 'openid' })],
    [
      'no audience and a scope that only begins like one of this one',
      cognitoToken({ aud: undefined, scope: 'orders/x/read ordersx/read orders' }),
    ],
    [
      'no audience, and the scope of people who manage themselves',
      cognitoToken({ aud: undefined, scope: 'aws.cognito.signin.user.admin' }),
    ],
  ],
};
