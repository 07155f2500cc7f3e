/** A client on oauth4webapi, which holds every answer against its RFC and takes none that departs: from the first 401 to tokens. */
import * as oauth from 'oauth4webapi';
import { authorize } from './connect.ts';
import { challengedAt } from './tool-call.ts';

/** Loopback addresses are plain http; nothing else is relaxed. */
export const options = { [oauth.allowInsecureRequests]: true };

const redirectUri = 'http://127.0.0.1:7799/callback';

export interface Proof {
  readonly metadata: Partial<oauth.Client>;
  /** With the secret that the registration answered with; empty when there was none. */
  prove(secret: string): oauth.ClientAuth;
}

export const byName: Proof = { metadata: { token_endpoint_auth_method: 'none' }, prove: () => oauth.None() };
export const inHeader: Proof = {
  metadata: { token_endpoint_auth_method: 'client_secret_basic' },
  prove: oauth.ClientSecretBasic,
};
export const inBody: Proof = {
  metadata: { token_endpoint_auth_method: 'client_secret_post' },
  prove: oauth.ClientSecretPost,
};

export interface StrictClient {
  readonly server: oauth.AuthorizationServer;
  readonly resource: string;
  readonly client: oauth.Client;
  readonly proof: oauth.ClientAuth;
  /** Binds what it gets to a key. */
  readonly DPoP?: oauth.DPoPHandle;
}

const bindingOf = ({ DPoP }: StrictClient) => ({ ...options, ...(DPoP ? { DPoP } : {}) });

type Algorithm = 'oauth2' | 'oidc';

/** RFC 9728 §5: from the challenge to the metadata of the resource, and to the server that it names. */
async function discover(resource: string, algorithm: Algorithm): Promise<oauth.AuthorizationServer> {
  const { metadata } = await challengedAt(resource);
  const found = await oauth.resourceDiscoveryRequest(new URL(resource), options);
  if (found.url !== metadata.href) throw new Error(`the challenge leads to ${metadata.href}, RFC 9728 to ${found.url}`);
  const { authorization_servers: [named = ''] = [] } = await oauth.processResourceDiscoveryResponse(
    new URL(resource),
    found,
  );
  const issuer = new URL(named);
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm, ...options }));
}

/** RFC 7591 §3. */
export async function registered(
  resource: string,
  { metadata, prove }: Proof,
  algorithm: Algorithm = 'oauth2',
): Promise<StrictClient> {
  const server = await discover(resource, algorithm);
  const body = { client_name: 'Strict client', redirect_uris: [redirectUri], ...metadata };
  const answer = await oauth.dynamicClientRegistrationRequest(server, body, options);
  const client = (await oauth.processDynamicClientRegistrationResponse(answer)) as oauth.Client;
  const { client_secret: secret } = client;
  return { server, resource, client, proof: prove(typeof secret === 'string' ? secret : '') };
}

export interface Attempt {
  readonly state: string;
  /** Of a request for an ID token, which must then come and repeat it (OpenID Connect Core §3.1.3.7). */
  readonly nonce?: string;
  readonly verifier: string;
  /** Where the browser was sent in the end. */
  readonly answer: URL;
}

/** RFC 6749 §4.1.1, RFC 7636 §4.3, RFC 8707 §2.1; the person approves. */
export async function approved({ server, resource, client }: StrictClient, scope: string): Promise<Attempt> {
  const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
  const verifier = oauth.generateRandomCodeVerifier();
  const url = new URL(server.authorization_endpoint ?? '');
  const isOpenid = scope.split(' ').includes('openid');
  url.search = new URLSearchParams({
    client_id: client.client_id,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope,
    state,
    resource,
    ...(isOpenid ? { nonce } : {}),
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }).toString();
  return { state, verifier, answer: await authorize(url), ...(isOpenid ? { nonce } : {}) };
}

/** RFC 6749 §4.1.3, after the answer's `state` and `iss` were judged (RFC 9207 §2.4). */
export async function redeemed(by: StrictClient, { state, nonce, verifier, answer }: Attempt) {
  const parameters = oauth.validateAuthResponse(by.server, by.client, answer, state);
  const additionalParameters = { resource: by.resource };
  const response = await oauth.authorizationCodeGrantRequest(
    by.server,
    by.client,
    by.proof,
    parameters,
    redirectUri,
    verifier,
    { additionalParameters, ...bindingOf(by) },
  );
  const tokens = await oauth.processAuthorizationCodeResponse(
    by.server,
    by.client,
    response,
    nonce === undefined ? {} : { expectedNonce: nonce, requireIdToken: true },
  );
  // The signature is judged apart from the claims.
  if (nonce !== undefined) await oauth.validateApplicationLevelSignature(by.server, response, options);
  return tokens;
}

/** RFC 6749 §6. */
export async function refreshed(by: StrictClient, token: string) {
  const { server, client, proof } = by;
  const response = await oauth.refreshTokenGrantRequest(server, client, proof, token, bindingOf(by));
  return oauth.processRefreshTokenResponse(server, client, response);
}
