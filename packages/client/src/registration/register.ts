/** How a client comes to an id: its own, a metadata document where the server reads them, registration, or a person (CL-5). */
import * as oauth from 'oauth4webapi';
import { clientInformationSchema, isLoopbackHost } from '@granthouse/protocol';
import { ClientError } from '../client-error.ts';
import type { Discovery } from '../discovery/discover.ts';
import type { Fetch } from '../network/guarded-fetch.ts';
import { readJson } from '../network/read-json.ts';
import type { RegisteredClient } from './registered-client.ts';

export interface ClientIdentity {
  readonly name: string;
  readonly redirectUri: string;
  /** An id, and perhaps a secret, that the server's operator gave. */
  readonly preRegistered?: { readonly clientId: string; readonly clientSecret?: string };
  /** Where this client's metadata document is published (CIMD). */
  readonly metadataUrl?: string;
}

/** Throws ClientError `client_needed` or `registration_refused`. */
export async function register(
  { server }: Pick<Discovery, 'server'>,
  identity: ClientIdentity,
  fetch: Fetch,
): Promise<RegisteredClient> {
  const { redirectUri, preRegistered, metadataUrl } = identity;
  const common = { issuer: server.issuer, redirectUri };
  if (preRegistered) {
    const { clientId, clientSecret } = preRegistered;
    const method = clientSecret === undefined ? ('none' as const) : secretMethod(server);
    return { ...common, clientId, method, how: 'pre-registered', ...(clientSecret !== undefined && { clientSecret }) };
  }
  if (metadataUrl !== undefined && server.client_id_metadata_document_supported) {
    return { ...common, clientId: metadataUrl, method: 'none', how: 'metadata document' };
  }
  if (server.registration_endpoint !== undefined) return dynamic(server, identity, fetch);
  throw new ClientError('client_needed', `${server.issuer} takes only clients that it was told of: give a client id`);
}

/** A client that was registered is used again only where it was, for the redirect URI that it has, and while its secret lives. */
export function isUsableAt(
  { issuer }: Discovery['server'],
  { known, identity, now }: { known: RegisteredClient; identity: ClientIdentity; now: number },
): boolean {
  const { how, redirectUri, secretExpiresAt = Infinity } = known;
  if (identity.preRegistered || how !== 'registration') return false;
  return known.issuer === issuer && redirectUri === identity.redirectUri && secretExpiresAt > now;
}

async function dynamic(
  server: Discovery['server'],
  { name, redirectUri }: ClientIdentity,
  fetch: Fetch,
): Promise<RegisteredClient> {
  const wanted = {
    client_name: name,
    redirect_uris: [redirectUri],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
    application_type: isLoopbackHost(new URL(redirectUri).hostname) ? 'native' : 'web',
  };
  const options = { [oauth.customFetch]: fetch, [oauth.allowInsecureRequests]: true };
  const response = await oauth.dynamicClientRegistrationRequest(server as never, wanted, options);
  const body = await readJson(response);
  const { success, data } = clientInformationSchema.safeParse(body);
  if (!response.ok || !success) {
    const error = (body as { error?: unknown } | undefined)?.error;
    throw new ClientError('registration_refused', `${server.issuer} refused to register this client`, {
      status: response.status,
      ...(typeof error === 'string' && { error }),
    });
  }
  const { client_id: clientId, client_secret: clientSecret, token_endpoint_auth_method: said } = data;
  const end = data.client_secret_expires_at ?? 0;
  const method = clientSecret === undefined ? 'none' : said === 'client_secret_post' ? said : 'client_secret_basic';
  const known = { issuer: server.issuer, redirectUri, how: 'registration' as const };
  const secret = clientSecret !== undefined && { clientSecret, ...(end > 0 && { secretExpiresAt: 1000 * end }) };
  return { ...known, clientId, method, ...secret };
}

/** RFC 8414 §2: without a word, the header is meant. */
function secretMethod({
  token_endpoint_auth_methods_supported: methods = ['client_secret_basic'],
}: Discovery['server']) {
  return methods.includes('client_secret_basic') ? 'client_secret_basic' : 'client_secret_post';
}
