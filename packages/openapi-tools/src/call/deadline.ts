/** The end of a call: when its time is over, or when the caller doesn't want it any more. */
import { CallFailure } from './failure.ts';

export interface Deadline {
  /** Ends what is under way: its reason is a CallFailure. */
  readonly signal: AbortSignal;
  /** Rejects at the end; to be raced. */
  readonly ended: Promise<never>;
  /** When the call is done. */
  clear(): void;
}

/** One timer and one listener; `AbortSignal.any` and `.timeout` cost more and outlive the call. */
export function startDeadline(milliseconds: number, caller: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  let reject = (_failure: CallFailure) => {};
  const ended = new Promise<never>((_resolve, rejectEnded) => {
    reject = rejectEnded;
  });
  const end = (failure: CallFailure) => {
    controller.abort(failure);
    reject(failure);
  };
  const cancel = () => end(new CallFailure({ reason: 'cancelled', text: 'The call was cancelled.' }));
  const timer = setTimeout(() => end(timedOut(milliseconds)), milliseconds);
  if (caller?.aborted) cancel();
  else caller?.addEventListener('abort', cancel, { once: true });
  return {
    signal: controller.signal,
    ended,
    clear() {
      clearTimeout(timer);
      caller?.removeEventListener('abort', cancel);
    },
  };
}

function timedOut(milliseconds: number): CallFailure {
  const text = `The call took longer than ${milliseconds / 1000} seconds and was given up.`;
  return new CallFailure({ reason: 'timeout', text });
}
