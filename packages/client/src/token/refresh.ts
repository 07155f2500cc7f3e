/** A refresh token becomes new tokens, at the server that issued it and at no other (RFC 6749 §6, CL-14). */
import * as oauth from 'oauth4webapi';
import type { Authorization } from '../authorization/authorization.ts';
import type { FinishContext } from '../authorization/finish.ts';
import { ClientError } from '../client-error.ts';
import { serverMetadata } from '../discovery/server-metadata.ts';
import { clientAuthentication } from '../registration/registered-client.ts';
import { tokenAnswer } from './token-answer.ts';

/** Throws ClientError `sign_in_needed` when there is no refresh token or it is refused. */
export async function refreshAuthorization(
  authorization: Authorization,
  { fetch, now = Date.now }: FinishContext,
): Promise<Authorization> {
  const { client, issuer, resource, tokens } = authorization;
  if (tokens.refreshToken === undefined) throw new ClientError('sign_in_needed', 'the access has ended: sign in again');
  const server = (await serverMetadata(issuer, fetch)) as unknown as oauth.AuthorizationServer;
  const response = await oauth.refreshTokenGrantRequest(
    server,
    { client_id: client.clientId },
    clientAuthentication(client),
    tokens.refreshToken,
    {
      additionalParameters: { resource },
      [oauth.customFetch]: fetch,
      [oauth.allowInsecureRequests]: true,
    },
  );
  const renewed = await tokenAnswer(response, { issuer, now });
  // What the answer leaves out stays as it was (RFC 6749 §5.1 and §6).
  const { refreshToken = tokens.refreshToken, scope = tokens.scope } = renewed;
  return { ...authorization, tokens: { ...renewed, refreshToken, ...(scope && { scope }) } };
}
