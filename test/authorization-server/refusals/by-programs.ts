/** Refusals of what programs post, each provoked for real: registrations, token requests, introspection, revocation. */
import { clientKey } from '../../support/client-assertion.ts';
import { manage, registerManaged } from '../../support/managed-client.ts';
import { confidential, asJson, type Ground } from './ground.ts';
import {
  callback,
  obtainCode,
  post,
  postForm,
  publicClient,
  redeem,
  refresh,
  register,
} from '../../support/oauth-client.ts';
import type { Provoked } from './on-the-way.ts';

type Fields = Record<string, string>;

const registering =
  (body: unknown): Provoked =>
  async ({ issuer }) =>
    asJson(await post(`${issuer}/register`, body));

const redirecting = (uri: unknown) => registering({ ...publicClient, redirect_uris: [uri] });

const managing =
  (method: string, request: Parameters<typeof manage>[2]): Provoked =>
  async ({ issuer }) =>
    asJson(await manage(await registerManaged(issuer), method, request));

const posting =
  (path: string, fields: Fields): Provoked =>
  async ({ issuer }) =>
    asJson(await postForm(`${issuer}${path}`, fields));

/** A code of a public client, redeemed as `bend` says. */
const redeeming =
  (bend: (fields: Fields, here: Ground) => Fields | Promise<Fields>): Provoked =>
  async (here) => {
    const { client_id } = await register(here.issuer);
    const { code, verifier } = await obtainCode(here.issuer, client_id, { browser: here.at.shared });
    return asJson(await redeem(here.issuer, await bend({ client_id, code, code_verifier: verifier }, here)));
  };

const refreshing =
  (bend: (fields: Fields, here: Ground) => Fields | Promise<Fields>): Provoked =>
  async (here) => {
    const { tokens, own } = await here.connected();
    return asJson(await refresh(here.issuer, await bend({ ...own, refresh_token: tokens.refresh_token }, here)));
  };

const otherClient = async ({ issuer }: Ground) => register(issuer, { ...publicClient, client_name: 'Somebody else' });

export const byPrograms: ReadonlyArray<readonly [code: string, status: number, provoke: Provoked]> = [
  ['registration.body', 400, registering([])],
  ['registration.body', 400, registering({ ...publicClient, client_name: 'x'.repeat(200_000) })],
  ['registration.redirect_uris', 400, registering({ ...publicClient, redirect_uris: [] })],
  ['registration.redirect_uris', 400, redirecting(7)],
  ['registration.redirect_uri.scheme', 400, redirecting('javascript:alert(1)')],
  ['registration.redirect_uri.scheme', 400, redirecting('cursor://evil/oauth/callback')],
  ['registration.redirect_uri.http', 400, redirecting('http://evil.example/callback')],
  ['registration.redirect_uri.wildcard', 400, redirecting('https://*.example/callback')],
  ['registration.redirect_uri.malformed', 400, redirecting('https://app.example/callback#fragment')],
  ['registration.client_authentication', 400, registering({ ...publicClient, token_endpoint_auth_method: 'magic' })],
  ['registration.grant_types', 400, registering({ ...publicClient, grant_types: ['client_credentials'] })],
  ['registration.response_types', 400, registering({ ...publicClient, response_types: ['token'] })],
  [
    'registration.imitation',
    400,
    async ({ other }) => {
      const body = { ...publicClient, client_name: 'Claude', redirect_uris: ['https://evil.example/callback'] };
      return asJson(await post(`${other.issuer}/register`, body));
    },
  ],
  ['registration.replacement', 400, managing('PUT', { body: {} })],
  ['registration.access_token', 401, managing('GET', { token: '' })],
  ['registration.access_token', 401, managing('DELETE', { token: 'x' })],
  ['registration.keys', 400, registering({ ...publicClient, token_endpoint_auth_method: 'private_key_jwt' })],
  [
    'unsupported_grant_type',
    400,
    async ({ issuer, at }) =>
      asJson(await postForm(`${issuer}/token`, { client_id: at.clientId, grant_type: 'password' })),
  ],
  ['invalid_request', 400, posting('/token', { grant_type: 'authorization_code' })],
  ['invalid_request', 400, redeeming(({ code: _code, ...fields }) => fields)],
  ['code.unknown', 400, redeeming((fields) => ({ ...fields, code: 'nonsense' }))],
  [
    'code.unknown',
    400,
    redeeming((fields, { clock }) => {
      clock.advance(61_000);
      return fields;
    }),
  ],
  [
    'code.replayed',
    400,
    redeeming(async (fields, { issuer }) => {
      await redeem(issuer, fields);
      return fields;
    }),
  ],
  [
    'code.other_client',
    400,
    redeeming(async (fields, here) => ({ ...fields, client_id: (await otherClient(here)).client_id })),
  ],
  ['code.redirect_uri', 400, redeeming((fields) => ({ ...fields, redirect_uri: `${callback}/other` }))],
  ['code.verifier', 400, redeeming((fields) => ({ ...fields, code_verifier: 'x'.repeat(43) }))],
  ['code.verifier', 400, redeeming(({ code_verifier: _verifier, ...fields }) => fields)],
  [
    'authorization.ended',
    400,
    redeeming(async (fields, { store }) => {
      for (const { id } of (await store.list('grant')).items) await store.delete('grant', id);
      return fields;
    }),
  ],
  ['refresh_token.unknown', 400, refreshing((fields) => ({ ...fields, refresh_token: 'nonsense' }))],
  [
    'refresh_token.replayed',
    400,
    refreshing(async (fields, { issuer, clock }) => {
      await refresh(issuer, fields);
      clock.advance(91_000);
      return fields;
    }),
  ],
  [
    'refresh_token.other_client',
    400,
    refreshing(async (fields, here) => ({ ...fields, client_id: (await otherClient(here)).client_id })),
  ],
  ['invalid_scope', 400, refreshing((fields) => ({ ...fields, scope: 'refunds:write' }))],
  ['resource.not_granted', 400, refreshing((fields) => ({ ...fields, resource: 'https://evil.example/' }))],
  ['client_authentication.unknown_client', 401, refreshing((fields) => ({ ...fields, client_id: 'nobody' }))],
  ['client_authentication.method', 401, refreshing((fields) => ({ ...fields, client_secret: 'x' }))],
  [
    'client_authentication.secret',
    401,
    async ({ issuer, connected }) => {
      const { tokens, own } = await connected(confidential);
      return asJson(await refresh(issuer, { ...own, client_secret: 'wrong', refresh_token: tokens.refresh_token }));
    },
  ],
  [
    'client_authentication.assertion',
    401,
    async ({ issuer }) => {
      const [key, other] = [await clientKey(), await clientKey()];
      const metadata = { ...publicClient, token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [key.jwk] } };
      const { client_id } = await register(issuer, metadata);
      return asJson(
        await refresh(issuer, { client_id, refresh_token: 'x', ...(await other.prove(client_id, issuer)) }),
      );
    },
  ],
  [
    'client_authentication.document',
    401,
    posting('/token', { client_id: 'https://apps.example.com/none.json', grant_type: 'refresh_token' }),
  ],
  [
    'introspection.stranger',
    401,
    async ({ issuer, at }) => asJson(await postForm(`${issuer}/introspect`, { client_id: at.clientId, token: 'x' })),
  ],
  [
    'invalid_request',
    400,
    async ({ issuer, at }) => asJson(await postForm(`${issuer}/revoke`, { client_id: at.clientId })),
  ],
  [
    'refresh_token.too_old',
    400,
    refreshing(async (fields, { store }) => {
      for (const { id } of (await store.list('refresh_family')).items) {
        await store.compareAndSet('refresh_family', id, { expected: {}, set: { iiat: 1 } });
      }
      return fields;
    }),
  ],
];
