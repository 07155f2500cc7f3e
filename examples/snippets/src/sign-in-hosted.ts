/** A hosted client signs a person in: two requests, which may reach two instances, and JSON that is kept between them. */
// #region hosted
import { beginSignIn, finishSignIn, guardedFetch, type SignInAttempt } from '@granthouse/client';

const identity = { name: 'My agents', redirectUri: 'https://agents.example.com/callback' };
const { fetch } = guardedFetch();

/** Keep `attempt` sealed under its `state`, put `binding` into a cookie, and send the browser to `url`. */
export const begin = (endpoint: URL) => beginSignIn(endpoint, { identity, fetch });

/** With what is kept under the answer's `state`, taken once. `again`: the server had forgotten the client; do as after `begin`. */
export const finish = (attempt: SignInAttempt, answer: URL, binding: string) =>
  finishSignIn(attempt, { answer, binding }, { fetch });
// #endregion hosted
