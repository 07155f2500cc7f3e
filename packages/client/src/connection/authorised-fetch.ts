/** The fetch of one connection: it shows the credential to the endpoint alone, and asks once more when that was renewed. */
import { parseChallenges } from '@granthouse/protocol';
import { ClientError } from '../client-error.ts';
import type { HeaderFields } from '../credentials/header-fields.ts';
import { boundedAnswer } from '../network/bounded-answer.ts';
import type { Fetch } from '../network/guarded-fetch.ts';
import { shown } from '../network/reach.ts';
import type { ConnectionLimits } from './limits.ts';
import { currentOperation } from './operation.ts';
import type { ShownCredential } from './shown-credential.ts';

export interface Bound {
  readonly endpoint: URL;
  readonly credential: ShownCredential;
  readonly fetch: Fetch;
  readonly limits: ConnectionLimits;
}

export function authorisedFetch(bound: Bound): Fetch {
  const { endpoint, fetch, limits } = bound;
  return async (input, init = {}) => {
    const url = new URL(input);
    if (url.href !== endpoint.href) throw new ClientError('not_allowed', `${shown(url)} is not this connection`);
    const operation = currentOperation();
    // A stream for what nobody asked: it is never opened, and no answer of ours comes on it.
    if (init.method === 'GET' && !new Headers(init.headers).has('last-event-id')) return notAllowed();
    const signals = [init.signal, operation?.signal].filter((signal) => signal instanceof AbortSignal);
    const response = await accepted(bound, (fields) => {
      const headers = new Headers(init.headers);
      for (const [name, value] of Object.entries(fields)) headers.set(name, value);
      // An answer of JSON begins when the tool has ended: the operation says for how long that is waited for.
      return fetch(url, { ...init, headers, signal: AbortSignal.any(signals), timeLimit: limits.callTime });
    });
    if (response.status >= 300 && response.status <= 399) throw await redirected(url, response);
    // Whoever reads a stream waits on when it breaks off. What is too much ends it, and so does a break where no event
    // has an id, by which it could be taken up again; not before what came last was read.
    const onBreak = (why: unknown, { canResume }: { canResume: boolean }) => {
      if (!(why instanceof ClientError)) return;
      if (why.code !== 'unreachable') operation?.end(why);
      else if (!canResume) setImmediate(() => operation?.end(why));
    };
    const { mostBytes, mostLines, callTime: timeLimit } = limits;
    return boundedAnswer(response, { from: url, mostBytes, mostLines, timeLimit, onBreak });
  };
}

const notAllowed = () => new Response(null, { status: 405 });

/** Repeated at most once for each kind of refusal, and only when the credential says that it makes sense. */
async function accepted({ credential }: Bound, ask: (fields: HeaderFields) => Promise<Response>): Promise<Response> {
  const refusals = new Set<number>();
  for (;;) {
    const fields = await credential.fields();
    const response = await ask(fields);
    const { status } = response;
    if (status !== 401 && status !== 403) return response;
    await response.body?.cancel();
    if (refusals.has(status)) throw refusedAgain(status);
    refusals.add(status);
    const challenges = parseChallenges(response.headers.get('www-authenticate') ?? '');
    await credential.refused({ status, challenges, shown: fields });
  }
}

const refusedAgain = (status: 401 | 403) =>
  status === 401
    ? new ClientError('credential_refused', 'the server refuses what it has just issued', { status })
    : new ClientError('forbidden', 'the server asks for more than what it has just been shown', { status });

/** A credential follows no redirect. */
async function redirected(url: URL, response: Response): Promise<ClientError> {
  await response.body?.cancel();
  return new ClientError('redirected', `${shown(url)} sends elsewhere`, { status: response.status });
}
