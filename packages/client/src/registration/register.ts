/** How a client comes to an id: one that was given, a metadata document where the server reads them, registration, or a person (CL-5). */
import { ClientError } from '../client-error.ts';
import type { Discovery } from '../discovery/discover.ts';
import type { Fetch } from '../network/guarded-fetch.ts';
import { type ClientIdentity, isDocumentUrl } from './client-identity.ts';
import { registerDynamically } from './dynamic-registration.ts';
import type { RegisteredClient } from './registered-client.ts';

type Server = Discovery['server'];

/** What a client can do at a server without anybody's help; undefined where a person has to give an id. */
export function wayToRegister(server: Server, identity: ClientIdentity): RegisteredClient['how'] | undefined {
  const { preRegistered, metadataUrl } = identity;
  if (preRegistered) return 'pre-registered';
  const readsDocuments = server.client_id_metadata_document_supported === true;
  if (readsDocuments && metadataUrl !== undefined && isDocumentUrl(metadataUrl)) return 'metadata document';
  return server.registration_endpoint === undefined ? undefined : 'registration';
}

/** `scopes` are those that the client may come to ask for. Throws ClientError `client_needed` or `registration_refused`. */
export async function register(
  { server, scopes = [] }: { readonly server: Server; readonly scopes?: readonly string[] },
  identity: ClientIdentity,
  fetch: Fetch,
): Promise<RegisteredClient> {
  const { redirectUri, preRegistered, metadataUrl = '' } = identity;
  const how = wayToRegister(server, identity);
  const common = { issuer: server.issuer, redirectUri };
  if (how === 'metadata document') return { ...common, clientId: metadataUrl, method: 'none', how };
  if (how === 'registration') return registerDynamically(server, { ...identity, scopes }, fetch);
  if (!preRegistered) {
    const what = `register a client with the redirect URI ${redirectUri} there, and give its id`;
    throw new ClientError('client_needed', `${server.issuer} takes only clients that it was told of: ${what}`);
  }
  const { clientId, clientSecret, issuer = server.issuer } = preRegistered;
  if (issuer !== server.issuer) {
    const why = `the client id is of ${issuer}, and the resource names ${server.issuer}`;
    throw new ClientError('client_needed', why, { clientIssuer: issuer });
  }
  if (clientSecret === undefined) return { ...common, clientId, method: 'none', how: 'pre-registered' };
  return { ...common, clientId, clientSecret, method: secretMethod(server), how: 'pre-registered' };
}

/** RFC 8414 §2: without a word, the header is meant. */
function secretMethod({ token_endpoint_auth_methods_supported: methods = ['client_secret_basic'] }: Server) {
  return methods.includes('client_secret_basic') ? 'client_secret_basic' : 'client_secret_post';
}

export interface KnownClient {
  readonly known: RegisteredClient;
  readonly identity: ClientIdentity;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A client that was registered is used again only where it was, with the redirect URI that it has, while its secret lives (CL-8). */
export function isUsableAt({ issuer }: Server, { known, identity, now }: KnownClient): boolean {
  const { how, redirectUri, secretExpiresAt = Infinity } = known;
  if (identity.preRegistered || how !== 'registration') return false;
  return known.issuer === issuer && redirectUri === identity.redirectUri && secretExpiresAt > now;
}
