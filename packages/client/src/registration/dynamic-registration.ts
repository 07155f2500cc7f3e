/** Dynamic registration: what a client says of itself, and what it makes of the answer (RFC 7591 §2 and §3.2, CL-7). */
import { isLoopbackHost } from '@granthouse/protocol';
import { z } from 'zod';
import { ClientError } from '../client-error.ts';
import type { Discovery } from '../discovery/discover.ts';
import type { Fetch } from '../network/guarded-fetch.ts';
import { readJson } from '../network/read-json.ts';
import { errorCode } from '../token/error-code.ts';
import { type ClientIdentity, flowOf } from './client-identity.ts';
import type { RegisteredClient } from './registered-client.ts';

type Server = Discovery['server'];

interface Registrant extends ClientIdentity {
  readonly scopes: readonly string[];
}

/** What is needed of an answer; servers fill the rest with nulls, empty strings and what they like. */
const answer = z.looseObject({
  client_id: z.string().min(1),
  client_secret: z.string().min(1).optional().catch(undefined),
  client_secret_expires_at: z.number().positive().optional().catch(undefined),
  token_endpoint_auth_method: z.string().optional().catch(undefined),
});

/** Codes after which another description may be taken (RFC 7591 §3.2.2); a redirect URI is what it is. */
const negotiable = new Set(['invalid_client_metadata', 'invalid_scope', 'invalid_request']);

/** Throws ClientError `registration_refused`, with the code of the server. */
export async function registerDynamically(
  server: Server,
  registrant: Registrant,
  fetch: Fetch,
): Promise<RegisteredClient> {
  const first = await ask(server, descriptionFor(server, registrant), fetch);
  const isNegotiable = first.error !== undefined && negotiable.has(first.error);
  const { status, error, isRefused, body } = isNegotiable
    ? await ask(server, plainDescription(registrant), fetch)
    : first;
  const { success, data } = answer.safeParse(body);
  if (isRefused || !success) {
    const details = { status, ...(error !== undefined && { error }) };
    const why = isRefused ? `refuses to register: ${error ?? `status ${status}`}` : 'registers, and names no client';
    throw new ClientError('registration_refused', `${server.issuer} ${why}`, details);
  }
  return clientOf(data, { issuer: server.issuer, redirectUri: registrant.redirectUri });
}

/**
 * The scopes go with it, for there are servers that give a client no others than it registered. A secret goes in the body
 * where it can (OAuth 2.1 §2.4.1): the Python SDK of MCP takes no revocation that has it in the header.
 */
function descriptionFor(server: Server, registrant: Registrant) {
  const { redirectUri, scopes } = registrant;
  const { token_endpoint_auth_methods_supported: methods = ['none'] } = server;
  const [offered = 'none'] = ['none', 'client_secret_post', 'client_secret_basic'].filter((each) =>
    methods.includes(each),
  );
  return {
    ...plainDescription(registrant),
    token_endpoint_auth_method: offered,
    application_type: isLoopbackHost(new URL(redirectUri).hostname) ? 'native' : 'web',
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
  };
}

/** What RFC 7591 §2 itself lists, and no method of authentication: the server chooses one. */
const plainDescription = ({ name, redirectUri }: Registrant) => ({ client_name: name, ...flowOf(redirectUri) });

async function ask(server: Server, description: object, fetch: Fetch) {
  const response = await fetch(server.registration_endpoint ?? '', {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify(description),
  });
  const body = await readJson(response);
  const error = errorCode(body);
  return { status: response.status, error, isRefused: error !== undefined || !response.ok, body };
}

function clientOf(
  { client_id: clientId, ...data }: z.infer<typeof answer>,
  { issuer, redirectUri }: Pick<RegisteredClient, 'issuer' | 'redirectUri'>,
): RegisteredClient {
  const { client_secret: clientSecret, client_secret_expires_at: end, token_endpoint_auth_method: said } = data;
  const common = { issuer, redirectUri, clientId, how: 'registration' as const };
  // Some give a secret to a client that asked for none, and don't ask for it.
  if (clientSecret === undefined || said === 'none') return { ...common, method: 'none' };
  const method = said === 'client_secret_post' ? said : 'client_secret_basic';
  return { ...common, clientSecret, method, ...(end !== undefined && { secretExpiresAt: 1000 * end }) };
}
