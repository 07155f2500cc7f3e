/** Takes access back at the server itself, so that what was kept is worth nothing afterwards (RFC 7009). */
import * as oauth from 'oauth4webapi';
import type { Authorization } from '../authorization/authorization.ts';
import { serverMetadata } from '../discovery/server-metadata.ts';
import type { Fetch } from '../network/guarded-fetch.ts';
import { clientAuthentication } from '../registration/registered-client.ts';

/** `refused`: also where the server offers no revocation; `later`: the tokens are as good as before, and asking again makes sense. */
export type Revocation = 'revoked' | 'refused' | 'later';

/**
 * Whether the server took it back; false where it offers no revocation, or refused. Throws ClientError
 * `metadata_missing`, `metadata_invalid`, or what fetching throws.
 */
export async function revokeAuthorization(authorization: Authorization, fetch: Fetch): Promise<boolean> {
  return (await askToRevoke(authorization, fetch)) === 'revoked';
}

/** What the server says. Throws as `revokeAuthorization` does. */
export async function askToRevoke({ client, issuer, tokens }: Authorization, fetch: Fetch): Promise<Revocation> {
  const server = (await serverMetadata(issuer, fetch)) as unknown as oauth.AuthorizationServer;
  if (server.revocation_endpoint === undefined) return 'refused';
  const revoke = async (token: string, hint: 'refresh_token' | 'access_token') => {
    const response = await oauth.revocationRequest(
      server,
      { client_id: client.clientId },
      clientAuthentication(client),
      token,
      {
        additionalParameters: { token_type_hint: hint },
        [oauth.customFetch]: fetch,
        [oauth.allowInsecureRequests]: true,
      },
    );
    await response.body?.cancel();
    return saidBy(response);
  };
  const { refreshToken, accessToken } = tokens;
  const said = refreshToken === undefined ? undefined : await revoke(refreshToken, 'refresh_token');
  // That the access tokens end with it is a SHOULD, and some servers can't (§2.1): the one that is here is named too.
  const saidOfAccess = await revoke(accessToken, 'access_token');
  return said ?? saidOfAccess;
}

/** RFC 7009 §2.2.1. */
const saidBy = ({ ok, status }: Response): Revocation =>
  ok ? 'revoked' : status === 429 || status >= 500 ? 'later' : 'refused';
