/** That nobody but a person can go on; `error` is what the server said of what was there before. */
import { ClientError } from '../client-error.ts';

export function signInNeeded(error?: string): ClientError {
  if (error === undefined) return new ClientError('sign_in_needed', 'a person has to sign in first');
  return new ClientError('sign_in_needed', 'the access has ended: a person has to sign in again', { error });
}
