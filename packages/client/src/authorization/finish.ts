/** What the browser brought back becomes tokens: iss, then state, then the code (RFC 9207 §2.4, RFC 6749 §4.1.3). */
import * as oauth from 'oauth4webapi';
import { ClientError } from '../client-error.ts';
import { serverMetadata } from '../discovery/server-metadata.ts';
import type { Fetch } from '../network/guarded-fetch.ts';
import { clientAuthentication, otherProof } from '../registration/registered-client.ts';
import { errorCode } from '../token/error-code.ts';
import { tokenAnswer } from '../token/token-answer.ts';
import type { Authorization, Tokens } from './authorization.ts';
import type { Attempt } from './begin.ts';

export interface FinishContext {
  readonly fetch: Fetch;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** Throws ClientError `response_mismatch`, `sign_in_refused`, `client_unknown` or `token_refused`. */
export async function finishAuthorization(
  attempt: Attempt,
  answer: URL,
  { fetch, now = Date.now }: FinishContext,
): Promise<Authorization> {
  const { resource } = attempt;
  const { issuer } = attempt.client;
  const server = (await serverMetadata(issuer, fetch)) as unknown as oauth.AuthorizationServer;
  if (server.authorization_endpoint !== attempt.authorizationEndpoint) {
    throw new ClientError('response_mismatch', `${issuer} sends browsers elsewhere by now: begin again`);
  }
  const asked = { parameters: judgeAnswer(server, attempt, answer), fetch, now };
  let { client } = attempt;
  const tokens = await redeem(server, attempt, asked).catch(async (refusal: unknown) => {
    const other = otherProof(server, client);
    if (!other || !isUnknownClient(refusal)) throw refusal;
    client = other;
    // Who is wrong in both ways is told of the first.
    return redeem(server, { ...attempt, client }, asked).catch(() => Promise.reject(refusal));
  });
  // Where the answer says nothing, what was asked for was granted (RFC 6749 §5.1).
  const scope = tokens.scope ?? attempt.scopes;
  return { issuer, resource, client, requested: attempt.scopes, tokens: { ...tokens, scope } };
}

interface AskedTokens extends Required<FinishContext> {
  readonly parameters: URLSearchParams;
}

async function redeem(
  server: oauth.AuthorizationServer,
  { client, resource, codeVerifier }: Attempt,
  { parameters, fetch, now }: AskedTokens,
): Promise<Tokens> {
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    { client_id: client.clientId },
    clientAuthentication(client),
    parameters,
    client.redirectUri,
    codeVerifier,
    {
      additionalParameters: { resource },
      [oauth.customFetch]: fetch,
      [oauth.allowInsecureRequests]: true,
    },
  );
  return tokenAnswer(response, { issuer: client.issuer, now });
}

const isUnknownClient = (error: unknown) => error instanceof ClientError && error.details.error === 'invalid_client';

function judgeAnswer(server: oauth.AuthorizationServer, { client, state }: Attempt, answer: URL): URLSearchParams {
  try {
    const parameters = oauth.validateAuthResponse(server, { client_id: client.clientId }, answer, state);
    const [code, ...others] = parameters.getAll('code');
    if (code && others.length === 0) return parameters;
  } catch (cause) {
    if (cause instanceof oauth.AuthorizationResponseError) {
      const error = errorCode({ error: cause.error }) ?? 'no code of an error';
      throw new ClientError('sign_in_refused', `${server.issuer} refused the sign-in: ${error}`, { error });
    }
    throw new ClientError('response_mismatch', 'the answer belongs to another sign-in', { cause });
  }
  throw new ClientError('response_mismatch', 'the answer holds no code, or several');
}
