/** What a call of a tool is told: the desk, who calls, and where to report a fault of ours. */
import { type Caller, callerOf } from '../caller.ts';
import { causeOf, type Log } from '../log.ts';
import type { OrderDesk } from '../order-desk/database.ts';

export interface DeskParts {
  readonly desk: OrderDesk;
  readonly log: Log;
}

export interface ToolContext {
  readonly desk: OrderDesk;
  readonly caller: Caller;
  /** Is told of every fault of our own, with the reference that the agent was given. */
  readonly report: (error: unknown, reference: string) => void;
}

/** The context of one request. Throws when `auth` names nobody. */
export function contextOf({ desk, log }: DeskParts, auth: Parameters<typeof callerOf>[0]): ToolContext {
  const report = (error: unknown, reference: string) =>
    log.error({ reference, error: causeOf(error) }, 'a tool failed');
  return { desk, caller: callerOf(auth), report };
}
