/** What became of one call, told to whoever observes: never arguments, answers or secrets. */
import type { Log } from '../options/calls.ts';
import type { Operation } from '../plan/plan.ts';
import type { Reason } from './failure.ts';

export interface ObservedCall {
  readonly tool: string;
  readonly operation: Operation;
  /** Absent when the API answered with what was asked for. */
  readonly reason?: Reason;
  /** The API's; absent when it was not asked or said nothing. */
  readonly status?: number;
  /** Of the whole call. */
  readonly milliseconds: number;
}

interface Observing {
  readonly onCall: (call: ObservedCall) => unknown;
  readonly log: Log | undefined;
}

/** An observer is no judge: what goes wrong there changes no answer. */
export function observe({ onCall, log }: Observing, call: ObservedCall): void {
  const report = (err: unknown) => log?.warn({ err }, 'onCall failed');
  try {
    const told = onCall(Object.freeze(call));
    if (told !== undefined) Promise.resolve(told).catch(report);
  } catch (error) {
    report(error);
  }
}
