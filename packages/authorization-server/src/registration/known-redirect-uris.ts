/**
 * Redirect URIs of known hosts whose private-use scheme has no dot (RFC 8252 §7.1 asks for one):
 * accepted only exactly as written here.
 */
export const knownPrivateUseRedirectUris: readonly string[] = ['cursor://anysphere.cursor-mcp/oauth/callback'];
