/** Whether a caller may call an operation: the same for the list and for the call. */
import type { CallOptions } from '../options/calls.ts';
import type { Operation } from '../plan/plan.ts';
import { CallFailure, ourFault } from './failure.ts';

export interface Permission<Principal> {
  /** False also when nobody can tell, which the log then knows. */
  mayCall(operation: Operation, principal: Principal): Promise<boolean>;
  /** Rejects with CallFailure. */
  require(operation: Operation, principal: Principal): Promise<void>;
}

export function createPermission<Principal>({ authorize, log }: CallOptions<Principal>): Permission<Principal> {
  return {
    async mayCall(operation, principal) {
      if (!authorize) return true;
      try {
        const isAllowed: unknown = await authorize(operation, principal);
        return isAllowed === true;
      } catch (err) {
        log?.warn({ err, operation: operation.at }, 'authorize failed');
        return false;
      }
    },
    async require(operation, principal) {
      if (!authorize) return;
      let isAllowed: unknown;
      try {
        isAllowed = authorize(operation, principal);
        if (isAllowed !== true) isAllowed = await isAllowed;
      } catch (error) {
        throw ourFault(error, 'authorize failed');
      }
      // A promise that somebody forgot to await, or any other value, is no permission.
      if (isAllowed === true) return;
      const text = 'You may not call this operation. Do not try again: somebody must give you the right to it first.';
      throw new CallFailure({ reason: 'not_allowed', text, wasNotSent: true });
    },
  };
}
