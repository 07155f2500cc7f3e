/** A whole sign-in on a person's own machine: the browser comes back to this process (RFC 8252 §7.3). */
import type { Authorization } from '../authorization/authorization.ts';
import { loopbackCallback, type LoopbackCallback } from '../authorization/loopback-callback.ts';
import type { ClientIdentity } from '../registration/client-identity.ts';
import { beginSignIn } from './begin-sign-in.ts';
import { finishSignIn } from './finish-sign-in.ts';
import type { BegunSignIn, SignInOptions } from './sign-in.ts';

export interface SignInHereOptions extends Omit<SignInOptions, 'identity'> {
  readonly identity: Omit<ClientIdentity, 'redirectUri'>;
  /**
   * Opens the address in a browser, or shows it; called a second time when the server had forgotten the client. `start`
   * leads there once, on this machine: it is for the arguments of a program, which every user of the machine can read.
   */
  open(url: URL, start: URL): void | Promise<void>;
  /** Of the callback; by default any that is free. A client that was registered by hand may need its own. */
  readonly port?: number;
  /** Ends the waiting. */
  readonly signal?: AbortSignal;
}

/** Throws what beginSignIn and finishSignIn throw, and the reason of `signal`. */
export async function signInHere(endpoint: URL, options: SignInHereOptions): Promise<Authorization> {
  const { identity, port } = options;
  const callback = await loopbackCallback(port === undefined ? {} : { port });
  try {
    const { redirectUri } = callback;
    const first = await beginSignIn(endpoint, { ...options, identity: { ...identity, redirectUri } });
    return await answered(first, callback, options);
  } finally {
    callback.close();
  }
}

async function answered(
  { url, attempt, binding }: BegunSignIn,
  callback: LoopbackCallback,
  options: SignInHereOptions,
): Promise<Authorization> {
  const [answer] = await Promise.all([
    callback.answerTo(attempt.state, options.signal),
    options.open(url, callback.startOf(url)),
  ]);
  const finished = await finishSignIn(attempt, { answer, binding }, options);
  return finished.kind === 'signed-in' ? finished.authorization : answered(finished.begun, callback, options);
}
