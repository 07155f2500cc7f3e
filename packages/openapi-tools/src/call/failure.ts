/** Why a call came to nothing: in words for the agent, with the cause for the operator's log alone. */

export type Reason =
  | 'not_allowed'
  | 'wrong_arguments'
  | 'error_status'
  | 'redirected'
  | 'too_large'
  | 'broken_answer'
  | 'unreachable'
  | 'timeout'
  | 'cancelled'
  /** A function of yours, or one of ours. */
  | 'internal';

interface FailureParts {
  readonly reason: Reason;
  /** Whole sentences for the agent. */
  readonly text: string;
  /** What the log is told; a failure without it is nobody's trouble. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** True when the API can't have acted. */
  readonly wasNotSent?: boolean;
}

/** Ends a call. */
export class CallFailure extends Error {
  readonly reason: Reason;
  readonly text: string;
  readonly details: Readonly<Record<string, unknown>> | undefined;
  readonly wasNotSent: boolean;

  constructor({ reason, text, details, wasNotSent = false }: FailureParts) {
    super(reason);
    this.name = 'CallFailure';
    this.reason = reason;
    this.text = text;
    this.details = details;
    this.wasNotSent = wasNotSent;
  }
}

/** Something of ours or of the operator's went wrong. What it was is for the log. */
export function ourFault(err: unknown, what: string): CallFailure {
  return new CallFailure({
    reason: 'internal',
    text: 'The server could not make this call, and the fault is its own.',
    details: { err, what },
  });
}

/** Where it happened and of which kind it is. The words of an error may repeat a secret, its members too. */
export function withoutWords(error: unknown): Error {
  const { name, stack } = error instanceof Error ? error : new Error();
  const told = new Error(name);
  const places = stack?.split('\n').filter((line) => /^ {4}at /u.test(line)) ?? [];
  told.stack = [`Error: ${name}`, ...places].join('\n');
  return told;
}

/** What the platform says of a failed connection, cause by cause, without the bytes that some errors carry. */
export function causesOf(error: unknown): string[] {
  const causes: string[] = [];
  for (let each = error; each instanceof Error && causes.length < 5; each = each.cause) {
    const code = codeOf(each);
    causes.push(`${code === undefined ? '' : `${code}: `}${each.message}`.slice(0, 300));
  }
  return causes;
}

/** The innermost code, such as `ECONNREFUSED`. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const own = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return codeOf(error.cause) ?? own;
}
