/** The end of a call: when its time is over, or when the caller doesn't want it any more. */
import { CallFailure } from './failure.ts';

interface Deadline {
  /** Ends what is under way: its reason is a CallFailure. */
  readonly signal: AbortSignal;
  /** When the call is done. */
  clear(): void;
}

export interface Limits {
  readonly milliseconds: number;
  readonly caller: AbortSignal | undefined;
}

interface Ending extends Limits {
  /** Told at the end, since not everything that is waited for hears of a signal. */
  readonly ended: (failure: CallFailure) => void;
}

/** What the work gives, or a rejection with CallFailure at the end, whatever the work waits for. */
export async function withinDeadline<T>(limits: Limits, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  let deadline: Deadline | undefined;
  try {
    return await new Promise<T>((resolve, reject) => {
      deadline = startDeadline({ ...limits, ended: reject });
      work(deadline.signal).then(resolve, reject);
    });
  } finally {
    deadline?.clear();
  }
}

/** One timer and one listener; `AbortSignal.any` and `.timeout` cost more and outlive the call. */
function startDeadline({ milliseconds, caller, ended }: Ending): Deadline {
  const controller = new AbortController();
  const end = (failure: CallFailure) => {
    controller.abort(failure);
    ended(failure);
  };
  const cancel = () => end(new CallFailure({ reason: 'cancelled', text: 'The call was cancelled.' }));
  const timer = setTimeout(() => end(timedOut(milliseconds)), milliseconds);
  if (caller?.aborted) cancel();
  else caller?.addEventListener('abort', cancel, { once: true });
  return {
    signal: controller.signal,
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
