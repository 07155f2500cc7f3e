/** Takes access back at the server itself, so that what was kept is worth nothing afterwards (RFC 7009). */
import * as oauth from 'oauth4webapi';
import type { Authorization } from '../authorization/authorization.ts';
import { serverMetadata } from '../discovery/server-metadata.ts';
import type { Fetch } from '../network/guarded-fetch.ts';
import { clientAuthentication } from '../registration/registered-client.ts';

/**
 * Whether the server took it back; false where it offers no revocation, or refused. Throws ClientError
 * `metadata_missing`, `metadata_invalid`, or what fetching throws.
 */
export async function revokeAuthorization({ client, issuer, tokens }: Authorization, fetch: Fetch): Promise<boolean> {
  const server = (await serverMetadata(issuer, fetch)) as unknown as oauth.AuthorizationServer;
  if (server.revocation_endpoint === undefined) return false;
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
    return response.ok;
  };
  const { refreshToken, accessToken } = tokens;
  const isEnded = refreshToken === undefined || (await revoke(refreshToken, 'refresh_token'));
  // That the access tokens end with it is a SHOULD, and some servers can't (§2.1): the one that is here is named too.
  const isAccessEnded = await revoke(accessToken, 'access_token');
  return refreshToken === undefined ? isAccessEnded : isEnded;
}
