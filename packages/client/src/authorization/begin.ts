/** An authorization request: PKCE, state, resource (RFC 6749 §4.1.1, RFC 7636 §4.3, RFC 8707 §2.1). */
import * as oauth from 'oauth4webapi';
import { ClientError } from '../client-error.ts';
import type { Discovery } from '../discovery/discover.ts';
import type { RegisteredClient } from '../registration/registered-client.ts';

/** What is remembered until the browser comes back; its `state` ties it to the browser that began it. JSON, and secret. */
export interface Attempt {
  readonly state: string;
  readonly codeVerifier: string;
  /** Where the browser is sent to: the code that comes back from there goes to the server that still names it. */
  readonly authorizationEndpoint: string;
  readonly resource: string;
  readonly client: RegisteredClient;
  readonly scopes: readonly string[];
}

/** Far longer than any that works: what is longer no server takes, nor a program that is handed it. */
const longestUrl = 8_192;

/** Throws ClientError `metadata_invalid` when the server's endpoint and scopes make no address that anybody opens. */
export async function beginAuthorization(
  { server, resource }: Pick<Discovery, 'server' | 'resource'>,
  client: RegisteredClient,
  scopes: readonly string[],
): Promise<{ url: URL; attempt: Attempt }> {
  const attempt = {
    state: oauth.generateRandomState(),
    codeVerifier: oauth.generateRandomCodeVerifier(),
    authorizationEndpoint: server.authorization_endpoint,
    resource,
    client,
    scopes,
  };
  const url = new URL(server.authorization_endpoint);
  const parameters = {
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: client.redirectUri,
    state: attempt.state,
    code_challenge: await oauth.calculatePKCECodeChallenge(attempt.codeVerifier),
    code_challenge_method: 'S256',
    resource,
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    // Without it a server of OpenID Connect gives no refresh token (OpenID Connect Core §11).
    ...(scopes.includes('offline_access') && { prompt: 'consent' }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  if (url.href.length <= longestUrl) return { url, attempt };
  const what = `an address of more than ${longestUrl} characters`;
  throw new ClientError('metadata_invalid', `${client.issuer} and its resource send browsers to ${what}`);
}
