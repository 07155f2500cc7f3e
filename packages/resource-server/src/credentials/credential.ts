/** What each kind of credential is to the guard: it reads what came of its kind, and judges it. */
import type { Auth, CredentialKind } from '../auth.ts';
import type { RequestHead } from '../request-head.ts';

export interface Credential {
  readonly kind: CredentialKind;
  /**
   * Undefined when nothing of this kind came, and the next kind is asked. Rejects with OAuthError `invalid_request` or
   * `invalid_token` for what came and is wrong, `temporarily_unavailable` when it can't be judged. Throws for what came
   * and can't be told to be of any kind.
   */
  judge(request: RequestHead): Promise<Auth> | undefined;
}
