/** Token requests as programs might send them: an honest one, and what mistakes and malice make of it. Said in words that mean the same at two servers. */
import * as fc from 'fast-check';
import { callback } from '../../support/oauth-client.ts';

export const [orders, warehouse] = ['https://orders.example.com/mcp', 'https://warehouse.example.com/mcp'];

const secret = (name: string) => `the secret of ${name}, long enough to be taken`;

export interface Client {
  readonly client_id: string;
  readonly client_secret?: string;
  readonly token_endpoint_auth_method: 'none' | 'client_secret_basic' | 'client_secret_post';
}

const registered: readonly Client[] = [
  { client_id: 'public-app', token_endpoint_auth_method: 'none' },
  { client_id: 'other-app', token_endpoint_auth_method: 'none' },
  { client_id: 'basic-app', token_endpoint_auth_method: 'client_secret_basic', client_secret: secret('basic') },
  { client_id: 'post-app', token_endpoint_auth_method: 'client_secret_post', client_secret: secret('post') },
];

export const clients = registered.map((client) => ({ ...client, redirect_uris: [callback] }));

/** What stands for a value that differs from server to server; each server has its own of each. */
const secrets = ['<live>', '<used>', '<bent>', '<cut>', '<foreign>', '<code>', '<foreign code>'] as const;

/** What has happened before: the code waits, was redeemed, or its refresh token was rotated too. */
export type Before = 'authorized' | 'connected' | 'refreshed';

export interface TokenRequest {
  readonly method: string;
  readonly query: string;
  readonly contentType: string | undefined;
  /** In order; a name may come twice. */
  readonly headers: ReadonlyArray<readonly [string, string]>;
  readonly parameters: ReadonlyArray<readonly [string, string]>;
}

export interface Situation {
  readonly client: Client;
  readonly before: Before;
  readonly request: TokenRequest;
}

export type Grant = 'refresh_token' | 'authorization_code';

type Change = (request: TokenRequest) => TokenRequest;

const form = 'application/x-www-form-urlencoded';

export function honestRequest(client: Client, grant: Grant): TokenRequest {
  const { client_id, client_secret } = client;
  const isBasic = client.token_endpoint_auth_method === 'client_secret_basic';
  const proof = { client_id, ...(client_secret === undefined ? {} : { client_secret }) };
  const fields = {
    grant_type: grant,
    ...(grant === 'refresh_token'
      ? { refresh_token: '<live>' }
      : { code: '<code>', code_verifier: '<verifier>', redirect_uri: callback }),
    ...(isBasic ? {} : proof),
  };
  return {
    method: 'POST',
    query: '',
    contentType: form,
    headers: isBasic ? [['authorization', basic(client_id, client_secret ?? '')]] : [],
    parameters: Object.entries(fields),
  };
}

const basic = (id: string, password: string) =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(password)}`).toString('base64')}`;

/** The request with each value of one parameter changed. */
export function withValues(request: TokenRequest, of: string, change: (value: string) => string): TokenRequest {
  const parameters = request.parameters.map(([name, value]) => [name, name === of ? change(value) : value] as const);
  return { ...request, parameters };
}

const values: Readonly<Record<string, readonly string[]>> = {
  grant_type: ['refresh_token', 'authorization_code', 'client_credentials', 'REFRESH_TOKEN', 'password'],
  refresh_token: [...secrets, 'x'],
  code: [...secrets, 'x'],
  code_verifier: ['<verifier>', 'v'.repeat(43), 'short', '!'.repeat(43)],
  redirect_uri: [callback, `${callback}/`, 'https://evil.example/', 'nothing'],
  client_id: [...clients.map(({ client_id }) => client_id), 'nobody', 'null'],
  client_secret: [secret('basic'), secret('post'), 'wrong'],
  scope: [
    'orders:read',
    'refunds:write orders:read',
    'orders:read refunds:write orders:write',
    'openid',
    'openid orders:read',
    'offline_access',
    'unknown',
    ' orders:read  ',
    'orders:read orders:read',
    'orders:read\u0000',
  ],
  resource: [orders, `${orders}/`, 'HTTPS://ORDERS.example.com:443/mcp', warehouse, 'https://evil.example/', 'evil'],
  client_assertion: ['a.b.c', 'x'],
  client_assertion_type: ['urn:ietf:params:oauth:client-assertion-type:jwt-bearer', 'x'],
  token: ['<live>'],
  audience: [orders],
  nonce: ['n'],
};

const authorizations = [
  ...clients.map(({ client_id, client_secret = '' }) => basic(client_id, client_secret)),
  basic('basic-app', 'wrong'),
  basic('nobody', 'x'),
  `basic ${basic('basic-app', secret('basic')).slice('Basic '.length)}`,
  'Basic',
  'Basic !!!',
  `Basic ${Buffer.from('no colon').toString('base64')}`,
  'Bearer x',
  'DPoP x',
];

const queries = ['?client_id=other-app', '?grant_type=refresh_token', '?resource=evil', '?'];

const contentTypes = [`${form}; charset=utf-8`, form.toUpperCase(), 'application/json', 'text/plain', 'x', undefined];

const name = fc.constantFrom(...Object.keys(values));
const ofThe = (...keys: string[]) =>
  fc.constantFrom(...keys).chain((key) => fc.tuple(fc.constant(key), fc.constantFrom(...(values[key] ?? []))));
const named = ofThe(...Object.keys(values));

const withParameters =
  (change: (parameters: TokenRequest['parameters']) => TokenRequest['parameters']): Change =>
  (request) => ({ ...request, parameters: change(request.parameters) });

const set = ([key, value]: readonly [string, string]): Change =>
  withParameters((all) => [...all.filter(([each]) => each !== key), [key, value]]);

const withHeaders =
  (added: TokenRequest['headers']): Change =>
  (request) => ({
    ...request,
    headers: [...request.headers.filter(([key]) => added.every(([other]) => other !== key)), ...added],
  });

/** Each with how often it comes. */
const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 6, arbitrary: named.map(set) },
  { weight: 6, arbitrary: ofThe('refresh_token', 'code', 'scope', 'resource', 'client_id').map(set) },
  { weight: 2, arbitrary: name.map((key) => withParameters((all) => all.filter(([each]) => each !== key))) },
  { weight: 2, arbitrary: name.map((key) => set([key, ''])) },
  { weight: 2, arbitrary: named.map((added) => withParameters((all) => [...all, added])) },
  {
    weight: 1,
    arbitrary: name.map((key) => withParameters((all) => [...all, ...all.filter(([each]) => each === key)])),
  },
  { weight: 1, arbitrary: fc.constant(withParameters((all) => all.toReversed())) },
  { weight: 3, arbitrary: fc.constantFrom(...authorizations).map((value) => withHeaders([['authorization', value]])) },
  { weight: 1, arbitrary: fc.constant<Change>((request) => ({ ...request, headers: [] })) },
  { weight: 1, arbitrary: fc.constant(withHeaders([['dpop', 'x']])) },
  { weight: 1, arbitrary: fc.constant(withHeaders([['accept', 'text/html']])) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...queries).map((query): Change => (request) => ({ ...request, query })),
  },
  { weight: 1, arbitrary: fc.constant(withHeaders([['origin', 'https://host.example']])) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...contentTypes).map((contentType): Change => (request) => ({
      ...request,
      contentType,
    })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('GET', 'PUT', 'DELETE').map((method): Change => (request) => ({ ...request, method })),
  },
);

/** A client in some state and a request of its own, or one that is meant to be. */
export const situations: fc.Arbitrary<Situation> = fc
  .tuple(
    fc.constantFrom(...clients),
    fc.constantFrom<Before>('authorized', 'connected', 'refreshed'),
    fc.constantFrom<Grant>('refresh_token', 'authorization_code'),
    fc.array(change, { maxLength: 3 }),
  )
  .map(([client, before, grant, changes]) => {
    const request = changes.reduce((made, each) => each(made), honestRequest(client, grant));
    return { client, before, request };
  });
