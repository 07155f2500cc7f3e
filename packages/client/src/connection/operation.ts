/**
 * One thing that is asked of a server, with all that it sets off: answers, resumed streams and repeats end together, by
 * the time limit, by whoever asked, or by what broke. Which operation a request belongs to is known by its async context.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { ClientError } from '../client-error.ts';

export interface Operation {
  readonly signal: AbortSignal;
  /** Ends it with a reason that its caller is told. */
  readonly end: (why: unknown) => void;
}

export interface OperationLimits {
  /** Milliseconds. */
  readonly timeLimit: number;
  readonly signal?: AbortSignal | undefined;
}

const operations = new AsyncLocalStorage<Operation>();

export const currentOperation = (): Operation | undefined => operations.getStore();

/** Rejects with ClientError `timed_out`, with the reason of the signal, with what ended it, or as `work` does. */
export async function operate<T>(
  { timeLimit, signal: stopped }: OperationLimits,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ending = new AbortController();
  const end = (why: unknown) => ending.abort(why);
  const signal = stopped ? AbortSignal.any([stopped, ending.signal]) : ending.signal;
  const timer = setTimeout(() => end(new ClientError('timed_out', 'the server did not answer in time')), timeLimit);
  try {
    signal.throwIfAborted();
    return await operations.run({ signal, end }, () => work(signal));
  } catch (cause) {
    throw signal.aborted ? signal.reason : cause;
  } finally {
    clearTimeout(timer);
    // Nobody reads any more what is still under way.
    end(new DOMException('the operation is over', 'AbortError'));
  }
}
