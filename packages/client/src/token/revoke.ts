/** Takes access back at the server itself, so that what was kept is worth nothing afterwards (RFC 7009). */
import * as oauth from 'oauth4webapi';
import type { Authorization } from '../authorization/authorization.ts';
import { serverMetadata } from '../discovery/server-metadata.ts';
import type { Fetch } from '../network/guarded-fetch.ts';
import { clientAuthentication } from '../registration/registered-client.ts';

/** Whether the server took it back; false where it offers no revocation or refused. */
export async function revokeAuthorization({ client, issuer, tokens }: Authorization, fetch: Fetch): Promise<boolean> {
  const server = (await serverMetadata(issuer, fetch)) as unknown as oauth.AuthorizationServer;
  if (server.revocation_endpoint === undefined) return false;
  const response = await oauth.revocationRequest(
    server,
    { client_id: client.clientId },
    clientAuthentication(client),
    tokens.refreshToken ?? tokens.accessToken,
    { [oauth.customFetch]: fetch, [oauth.allowInsecureRequests]: true },
  );
  await response.body?.cancel();
  return response.ok;
}
