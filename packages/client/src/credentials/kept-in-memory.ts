/** An authorization that lives as long as the process. */
import type { Authorization } from '../authorization/authorization.ts';
import type { AuthorizationKeeper } from './authorization-keeper.ts';
import { signInNeeded } from './sign-in-needed.ts';

export function keptInMemory(kept?: Authorization): AuthorizationKeeper {
  let last: Promise<unknown> = Promise.resolve();
  const renewed = async (change: (kept: Authorization) => Promise<Authorization>) => {
    const before = kept;
    if (!before) throw signInNeeded();
    const next = await change(before);
    if (kept === before) kept = next;
    if (!kept) throw signInNeeded();
    return kept;
  };
  return {
    load: () => Promise.resolve(kept),
    save(authorization) {
      kept = authorization;
      return Promise.resolve();
    },
    renew(change) {
      const next = last.then(() => renewed(change));
      last = next.catch(() => undefined);
      return next;
    },
  };
}
