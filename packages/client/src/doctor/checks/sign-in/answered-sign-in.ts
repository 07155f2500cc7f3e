/** A sign-in of a person for the doctor, up to the answer that the browser brings back (RFC 6749 §4.1.2). */
import { anyState, loopbackCallback } from '../../../authorization/loopback-callback.ts';
import { ClientError } from '../../../client-error.ts';
import { beginSignIn } from '../../../sign-in/begin-sign-in.ts';
import type { BegunSignIn } from '../../../sign-in/sign-in.ts';
import { isRedirect, said } from '../../answers.ts';
import { rememberingClients } from '../../clients.ts';
import type { Probe } from '../../probe.ts';

export interface AnsweredSignIn {
  readonly begun: BegunSignIn;
  /** Where the browser was sent. */
  readonly answer: URL;
}

/** A person may have to find a password first. */
const patience = 5 * 60_000;

/**
 * `resource`: another than the server's own. Throws what beginSignIn throws, and ClientError `sign_in_refused` when the
 * authorization server shows an error, `timed_out` when nobody came back.
 */
export async function answeredSignIn(
  probe: Probe,
  open: NonNullable<Probe['open']>,
  resource?: string,
): Promise<AnsweredSignIn> {
  const { endpoint, now } = probe;
  const { port, ...preRegistered } = probe.client ?? {};
  const callback = await loopbackCallback(port === undefined ? {} : { port });
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(nobody()), patience);
  try {
    const own = { name: 'Granthouse doctor', redirectUri: callback.redirectUri };
    const identity = 'clientId' in preRegistered ? { ...own, preRegistered } : own;
    const begun = await beginSignIn(endpoint, { identity, fetch: rememberingClients(probe), now });
    const { authorization } = begun.attempt;
    for (const secret of [authorization.codeVerifier, begun.client.clientSecret]) if (secret) probe.hide(secret);
    if (resource !== undefined) begun.url.searchParams.set('resource', resource);
    const foreseen = await foreseenAnswer(begun, probe);
    if (foreseen) return { begun: forResource(begun, resource), answer: foreseen };
    // An answer without its state, or with another, is an answer too, and worth telling.
    const answers = [begun.attempt.state, anyState].map((state) => callback.answerTo(state, waiting.signal));
    for (const each of answers) each.catch(() => undefined);
    const [answer] = await Promise.all([Promise.race(answers), open(begun.url, callback.startOf(begun.url))]);
    probe.hide(answer.searchParams.get('code') ?? '');
    return { begun: forResource(begun, resource), answer };
  } finally {
    clearTimeout(timer);
    callback.close();
  }
}

/** What a browser would get at once: a refusal is the answer, and a page of an error needs nobody to look at it. */
async function foreseenAnswer({ url, client }: BegunSignIn, { ask }: Probe): Promise<URL | undefined> {
  const first = await ask(url, { headers: { accept: 'text/html' } });
  const location = first.headers.get('location') ?? '';
  if (isRedirect(first) && location.startsWith(client.redirectUri)) {
    const answer = new URL(location);
    return answer.searchParams.has('error') ? answer : undefined;
  }
  // A firewall that lets no program in shows the person a page all the same.
  if (first.status < 400 || [401, 403, 429].includes(first.status)) return undefined;
  throw new ClientError('sign_in_refused', `the sign-in was answered ${said(first)}`, { status: first.status });
}

function forResource(begun: BegunSignIn, resource: string | undefined): BegunSignIn {
  if (resource === undefined) return begun;
  const { attempt } = begun;
  return { ...begun, attempt: { ...attempt, authorization: { ...attempt.authorization, resource } } };
}

const nobody = () => new ClientError('timed_out', 'the browser did not come back within five minutes');
