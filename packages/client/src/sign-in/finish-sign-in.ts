/** From what the browser brought back to an authorization; a client that the server forgot is registered anew, once. */
import { finishAuthorization, type FinishContext } from '../authorization/finish.ts';
import { ClientError } from '../client-error.ts';
import { serverMetadata } from '../discovery/server-metadata.ts';
import { register } from '../registration/register.ts';
import { begun, hashOf } from './begin-sign-in.ts';
import type { BegunSignIn, FinishedSignIn, SignInAttempt } from './sign-in.ts';

export interface SignInAnswer {
  /** The address that the browser was sent to, with its query. */
  readonly answer: URL;
  /** As the browser kept it. */
  readonly binding: string;
}

/** Throws ClientError `response_mismatch`, `sign_in_refused`, `client_unknown`, `token_refused`, or what fetching throws. */
export async function finishSignIn(
  attempt: SignInAttempt,
  { answer, binding }: SignInAnswer,
  context: FinishContext,
): Promise<FinishedSignIn> {
  const { now = Date.now } = context;
  if (hashOf(binding) !== attempt.bindingHash) {
    throw new ClientError('response_mismatch', 'the answer comes from another browser than the one that went');
  }
  if (now() > attempt.expiresAt) throw new ClientError('response_mismatch', 'the sign-in took too long: begin again');
  try {
    return { kind: 'signed-in', authorization: await finishAuthorization(attempt.authorization, answer, context) };
  } catch (error) {
    if (!isForgotten(error, attempt)) throw error;
    return { kind: 'again', begun: await beginAgain(attempt, context) };
  }
}

/** What somebody typed, or a document that is published, doesn't get better by registering. */
function isForgotten(error: unknown, { isSecond, authorization }: SignInAttempt): boolean {
  const isUnknown = error instanceof ClientError && error.code === 'client_unknown';
  return isUnknown && !isSecond && authorization.client.how === 'registration';
}

async function beginAgain(attempt: SignInAttempt, { fetch, now = Date.now }: FinishContext): Promise<BegunSignIn> {
  const { identity, authorization } = attempt;
  const { resource, scopes, client } = authorization;
  const server = await serverMetadata(client.issuer, fetch);
  const anew = await register({ server, scopes }, identity, fetch);
  return begun({ server, resource }, anew, { identity, scopes, isSecond: true, now: now() });
}
