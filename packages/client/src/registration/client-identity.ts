/** Who a client is, before any authorization server knows it, and the document that says so (CIMD, CL-6). */

export interface ClientIdentity {
  /** As people read it at consent. */
  readonly name: string;
  /** The one at which an answer is awaited. */
  readonly redirectUri: string;
  /** An id, and perhaps a secret, that the operator of `issuer` gave: it is shown to no other, whatever a resource names. */
  readonly preRegistered?: { readonly issuer?: string; readonly clientId: string; readonly clientSecret?: string };
  /** Where this client's metadata document is published; used where it is https with a path and the server reads such. */
  readonly metadataUrl?: string;
}

/** The document to be served at `metadataUrl`, with `content-type: application/json`. */
export function clientMetadataDocument({ name, redirectUri, metadataUrl }: ClientIdentity & { metadataUrl: string }) {
  return {
    client_id: metadataUrl,
    client_name: name,
    client_uri: new URL('/', metadataUrl).href,
    ...flowOf(redirectUri),
    token_endpoint_auth_method: 'none',
  };
}

/** What a public client of this kind says wherever it describes itself. */
export function flowOf(redirectUri: string) {
  return {
    redirect_uris: [redirectUri],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
  };
}

/** Draft-ietf-oauth-client-id-metadata-document §3: https, a path, nothing that makes two spellings of one document. */
export function isDocumentUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, pathname, href, hash, username, password } = new URL(value);
  return protocol === 'https:' && pathname !== '/' && href === value && hash + username + password === '';
}
