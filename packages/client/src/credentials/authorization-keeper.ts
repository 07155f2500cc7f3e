/** Where one person's authorization at one server is kept, and who may renew it: one at a time, in any process. */
import type { Authorization } from '../authorization/authorization.ts';

/** Every keeper of the same authorization, in whatever process, is one keeper. */
export interface AuthorizationKeeper {
  load(): Promise<Authorization | undefined>;
  /** For a sign-in, or with undefined a sign-out: what a renewal that is under way brings afterwards is dropped. */
  save(authorization: Authorization | undefined): Promise<void>;
  /**
   * Keeps what `change` makes of what is kept, and resolves with what is kept then. While one changes all others wait,
   * and then get to see what it made. A process that dies at it holds the others up for a bounded time.
   * `change` rejects: nothing changes. Nothing is kept: rejects with ClientError `sign_in_needed`.
   */
  renew(change: (kept: Authorization) => Promise<Authorization>): Promise<Authorization>;
}
