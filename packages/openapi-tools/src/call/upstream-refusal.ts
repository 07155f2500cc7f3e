/** The API let a call in no further: its 401 or 403, typed, for whoever stands in front to challenge the caller or to say so (RFC 9110 §11.6.1, RFC 6750 §3). */
import type { Operation } from '../plan/plan.ts';

interface RefusalParts {
  readonly status: 401 | 403;
  readonly operation: Operation;
  /** The value of `WWW-Authenticate`, as it came. */
  readonly challenge: string | null;
}

/** Holds nothing that the API or the caller could have put a secret in. Its message is for the operator. */
export class UpstreamRefusal extends Error {
  /** 401: the credentials of this caller are missing, wrong or too old. 403: they don't suffice. */
  readonly status: 401 | 403;
  readonly operation: Operation;
  /** What the API's challenge asks for; empty when it names none. */
  readonly scopes: readonly string[];
  /** The code of the challenge, such as `insufficient_scope` or `invalid_token`. */
  readonly code: string | undefined;

  constructor({ status, operation, challenge }: RefusalParts) {
    super(`the API answered ${status} to ${operation.method} ${operation.path}`);
    this.name = 'UpstreamRefusal';
    this.status = status;
    this.operation = operation;
    this.scopes = parameterOf(challenge, 'scope').split(' ').filter(isScope);
    const code = parameterOf(challenge, 'error');
    this.code = /^[a-z_]{1,64}$/u.test(code) ? code : undefined;
  }
}

/** Of any challenge in the header: the API's words are a hint, and judged by their syntax alone. */
function parameterOf(challenge: string | null, name: string): string {
  const found = new RegExp(`(?:^|[\\s,])${name}\\s{0,8}=\\s{0,8}(?:"([^"\\\\]*)"|([^\\s,"]+))`, 'iu').exec(
    challenge ?? '',
  );
  return found?.[1] ?? found?.[2] ?? '';
}

/** RFC 6749 §3.3. */
const isScope = (word: string) => /^[\x21\x23-\x5B\x5D-\x7E]{1,256}$/u.test(word);
