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
