/** Where one person's authorization at one server is kept, and who may renew it: one at a time, in any process. */
import type { Authorization } from '../authorization/authorization.ts';

export interface AuthorizationKeeper {
  load(): Promise<Authorization | undefined>;
  /** Undefined forgets it. */
  save(authorization: Authorization | undefined): Promise<void>;
  /** Runs while nobody else who keeps the same authorization runs. */
  alone<T>(work: () => Promise<T>): Promise<T>;
}

/** For as long as the process lives. */
export function keptInMemory(kept?: Authorization): AuthorizationKeeper {
  let last: Promise<unknown> = Promise.resolve();
  return {
    load: () => Promise.resolve(kept),
    save(authorization) {
      kept = authorization;
      return Promise.resolve();
    },
    alone(work) {
      const next = last.then(work, work);
      last = next.catch(() => undefined);
      return next;
    },
  };
}
