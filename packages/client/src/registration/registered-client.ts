/** A client as one authorization server knows it; never shown to another (CL-2, CL-8). */
import * as oauth from 'oauth4webapi';

export interface RegisteredClient {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly method: 'none' | 'client_secret_basic' | 'client_secret_post';
  readonly redirectUri: string;
  readonly how: 'pre-registered' | 'metadata document' | 'registration';
  /** Milliseconds since the epoch, after which the secret is refused. */
  readonly secretExpiresAt?: number;
}

/** RFC 6749 §2.3.1. */
export function clientAuthentication({ method, clientSecret = '' }: RegisteredClient): oauth.ClientAuth {
  if (method === 'client_secret_basic') return namedInTheBody(oauth.ClientSecretBasic(clientSecret));
  return method === 'client_secret_post' ? oauth.ClientSecretPost(clientSecret) : oauth.None();
}

/** Servers on the Python SDK of MCP look for the client in the body, whatever the header says; it is no second proof. */
function namedInTheBody(proof: oauth.ClientAuth): oauth.ClientAuth {
  return (...asked) => {
    const [, client, body] = asked;
    body.set('client_id', client.client_id);
    return proof(...asked);
  };
}

/**
 * The secret in the body in the place of the header, where the server takes both: nobody says of a client that was given by
 * hand which of them it was registered with, and some servers hold it to that one (RFC 7591 §2).
 */
export function otherProof(
  { token_endpoint_auth_methods_supported: methods = [] }: oauth.AuthorizationServer,
  client: RegisteredClient,
): RegisteredClient | undefined {
  const other = 'client_secret_post';
  const isOpen = client.how === 'pre-registered' && client.method === 'client_secret_basic';
  return isOpen && methods.includes(other) ? { ...client, method: other } : undefined;
}
