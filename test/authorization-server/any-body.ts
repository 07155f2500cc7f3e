/** Bodies of registrations as hosts, careless programs and attackers write them: JSON texts, for the properties of the normaliser. */
import * as fc from 'fast-check';
import { hostileUri } from '../protocol/hostile-uris.ts';
import { hostBodies } from './host-bodies.ts';

export const knownUris = ['claude://claude.ai/mcp-auth-callback/sdk', 'cursor://anysphere.cursor-mcp/oauth/callback'];

const goodUri = fc.constantFrom(
  'https://app.example/cb',
  'https://app.example:8443/cb?tenant=1',
  'http://127.0.0.1:1/cb',
  'http://127.0.0.1:33418/',
  'http://[::1]:8080/cb',
  'http://localhost:3000/?state=3d2e',
  'com.example.app:/cb',
  ...knownUris,
);

/** Half a surrogate pair, controls, what turns a line around, what closes a text, and a lot of it. */
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    ' ',
    '\ud800',
    '\u202e',
    'a\u0000b',
    '\r\nSet-Cookie: a=b',
    '"}',
    '<script>',
    '\u{1f600}'.repeat(300),
  ),
  fc.nat(5000).map((length) => 'x'.repeat(length)),
);

const deep = fc
  .integer({ min: 1, max: 3000 })
  .map((depth) => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as unknown);

const anything: fc.Arbitrary<unknown> = fc.oneof(
  text,
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.jsonValue(),
  fc.array(text, { maxLength: 5 }),
  fc.constant(Array.from({ length: 3000 }, (_, index) => index)),
  deep,
  fc.constantFrom({ __proto__: null, keys: [] }, { keys: [{}] }, { toString: 1 }, []),
);

const orAnything = (likely: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 5, arbitrary: likely }, { weight: 1, arbitrary: anything });

const words = (...some: string[]) => orAnything(fc.array(fc.constantFrom(...some), { maxLength: 5 }));

const page = orAnything(
  fc.oneof(
    hostileUri,
    fc.constantFrom('https://app.example/', 'http://app.example', 'javascript:alert(1)', 'https://ä.example'),
  ),
);

const key = fc.constantFrom(
  { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' },
  {
    kty: 'OKP',
    crv: 'Ed25519',
    x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
    d: 'a private half',
    use: 'sig',
    kid: '1',
  },
  { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' },
  { kty: 'EC' },
  { kty: 'RSA', n: 'AQ', e: 'AQAB', alg: 'RS256' },
  { kty: 'RSA', n: [['AQ']], e: null },
  { kty: 'oct', k: 'c2VjcmV0' },
  { crv: 'P-256' },
);

/** Members as pairs, because a text can name one twice. */
const likely: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  redirect_uris: orAnything(fc.array(goodUri, { minLength: 1, maxLength: 4 })),
  application_type: orAnything(fc.constantFrom('web', 'native', 'desktop')),
  token_endpoint_auth_method: orAnything(
    fc.constantFrom('none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt', 'client_secret_jwt'),
  ),
  grant_types: words('authorization_code', 'refresh_token', 'client_credentials', 'implicit', 'urn:x:device_code'),
  response_types: words('code', 'token', 'id_token', 'code id_token'),
  client_name: text,
  client_uri: page,
  logo_uri: page,
  tos_uri: page,
  policy_uri: page,
  scope: orAnything(fc.constantFrom('', 'orders:read', 'openid  orders:read orders:read x', ' offline_access ')),
  contacts: words('help@app.example', 'no address', `${'a'.repeat(300)}@app.example`, ''),
  jwks: orAnything(fc.array(key, { maxLength: 12 }).map((keys) => ({ keys }))),
  jwks_uri: page,
  software_id: text,
  software_version: text,
};

/** What a server alone says, what reaches for prototypes, and what this server keeps beside. */
const strange = [
  ['client_id', 'client_secret', 'client_id_issued_at', 'client_secret_expires_at', 'registration_access_token'],
  ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'toJSON', 'then', 'length', '0', ''],
  ['scope_hint', 'introspects', 'kept_until', 'registeredBy', 'id', 'jwks ', 'software_statement'],
  ['id_token_signed_response_alg', 'sector_identifier_uri', 'subject_type', 'default_max_age', 'request_uris'],
].flat();

type Member = readonly [name: string, value: unknown];

const member: fc.Arbitrary<Member> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(...Object.keys(likely)).chain((name) => named(name, likely[name] ?? anything)),
  },
  { weight: 2, arbitrary: fc.constantFrom(...strange).chain((name) => named(name, anything)) },
  { weight: 1, arbitrary: text.chain((name) => named(name, anything)) },
);

function named(name: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<Member> {
  return value.map((each) => [name, each] as const);
}

const redirectUris = fc.oneof(
  { weight: 8, arbitrary: fc.array(goodUri, { minLength: 1, maxLength: 4 }) },
  { weight: 2, arbitrary: fc.array(fc.oneof(goodUri, hostileUri), { maxLength: 25 }) },
  { weight: 1, arbitrary: anything },
);

const hostBody = fc.constantFrom(...hostBodies.map(({ body }) => Object.entries(body)));

/** JSON texts, most of which are taken. */
export const anyBody: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof(
      hostBody,
      named('redirect_uris', redirectUris).map((pair) => [pair]),
    ),
    fc.array(member, { maxLength: 8 }),
  )
  .map(([first, others]) => textOf([...first, ...others]));

function textOf(members: readonly Member[]): string {
  return `{${members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;
}
