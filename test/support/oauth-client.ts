/** An OAuth client in plain requests: every step's raw answer stays visible, so that a test can judge it or bend it. */
import { createHash, randomBytes } from 'node:crypto';
import { authorize } from './connect.ts';
import type { Browser } from './browser.ts';

export interface Registered {
  readonly client_id: string;
  readonly client_secret?: string;
  readonly redirect_uris: string[];
  readonly [member: string]: unknown;
}

export interface TokenAnswer {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly token_type: string;
  readonly expires_in: number;
  readonly scope: string;
}

export const callback = 'http://127.0.0.1:7777/callback';

export const publicClient = {
  client_name: 'Plain client',
  redirect_uris: [callback],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
};

export function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

export function postForm(
  url: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(url, { method: 'POST', headers, body: new URLSearchParams(fields) });
}

export async function register(issuer: string, metadata: object = publicClient): Promise<Registered> {
  const response = await post(`${issuer}/register`, metadata);
  if (response.status !== 201) throw new Error(`registration answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Registered;
}

export interface Attempt {
  readonly url: URL;
  readonly verifier: string;
  readonly state: string;
}

/** An authorization request with PKCE; `overrides` replace parameters, undefined removes one. */
export function authorizationRequest(
  issuer: string,
  clientId: string,
  overrides: Record<string, string | undefined> = {},
): Attempt {
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(9).toString('base64url');
  const parameters: Record<string, string | undefined> = {
    client_id: clientId,
    redirect_uri: callback,
    response_type: 'code',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state,
    ...overrides,
  };
  const url = new URL(`${issuer}/authorize`);
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value);
  return { url, verifier, state };
}

export interface CodeAnswer {
  readonly code: string;
  readonly verifier: string;
}

/** The whole way to a code: request, sign-in, consent. */
export async function obtainCode(
  issuer: string,
  clientId: string,
  { overrides = {}, browser }: { overrides?: Record<string, string | undefined>; browser?: Browser } = {},
): Promise<CodeAnswer> {
  const { url, verifier } = authorizationRequest(issuer, clientId, overrides);
  const answer = await authorize(url, browser ? { browser } : {});
  const code = answer.searchParams.get('code');
  if (code === null) throw new Error(`no code in ${answer.href}`);
  return { code, verifier };
}

export function redeem(
  issuer: string,
  fields: Record<string, string>,
  headers?: Record<string, string>,
): Promise<Response> {
  return postForm(`${issuer}/token`, { grant_type: 'authorization_code', redirect_uri: callback, ...fields }, headers);
}

/** What a client proves itself by in the body of a request. */
export function credentials({ client_id, client_secret }: Pick<Registered, 'client_id' | 'client_secret'>) {
  return { client_id, ...(client_secret === undefined ? {} : { client_secret }) };
}

/** A registered client's tokens, by the whole way. */
export async function obtainTokens(
  issuer: string,
  {
    metadata = publicClient,
    overrides = {},
  }: { metadata?: object; overrides?: Record<string, string | undefined> } = {},
): Promise<{ client: Registered; tokens: TokenAnswer }> {
  const client = await register(issuer, metadata);
  const { code, verifier } = await obtainCode(issuer, client.client_id, { overrides });
  const response = await redeem(issuer, { ...credentials(client), code, code_verifier: verifier });
  if (response.status !== 200) throw new Error(`token answered ${response.status}: ${await response.text()}`);
  return { client, tokens: (await response.json()) as TokenAnswer };
}

export function refresh(
  issuer: string,
  fields: Record<string, string>,
  headers?: Record<string, string>,
): Promise<Response> {
  return postForm(`${issuer}/token`, { grant_type: 'refresh_token', ...fields }, headers);
}
