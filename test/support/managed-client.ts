/** A client that manages its own registration, in plain requests (RFC 7592 §2). */
import { register, type Registered } from './oauth-client.ts';

export interface ManagedClient extends Registered {
  readonly registration_access_token: string;
  readonly registration_client_uri: string;
}

export const confidentialClient = {
  client_name: 'Workflow engine',
  redirect_uris: ['https://workflows.example/oauth/callback'],
  token_endpoint_auth_method: 'client_secret_post',
};

export async function registerManaged(issuer: string, metadata: object = confidentialClient): Promise<ManagedClient> {
  return (await register(issuer, metadata)) as ManagedClient;
}

/** A request to the client's own address, with its own token unless another is given. */
export function manage(
  client: ManagedClient,
  method: string,
  { body, token = client.registration_access_token }: { body?: unknown; token?: string } = {},
): Promise<Response> {
  return fetch(client.registration_client_uri, {
    method,
    headers: {
      // As a host does that runs in a browser.
      origin: 'https://host.example',
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}
