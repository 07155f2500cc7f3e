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
  const { name = 'Error', stack = '' } = membersOf(error);
  const told = new Error(`${String(name)}, whose words stay out of the log, as they may repeat a secret`);
  const places = String(stack)
    .split('\n')
    .filter((line) => /^ {4}at /u.test(line));
  told.stack = [`Error: ${told.message}`, ...places].join('\n');
  return told;
}

/** What the platform says of a failed connection, cause by cause, without the bytes that some errors carry. */
export function causesOf(error: unknown): string[] {
  const causes: string[] = [];
  for (let each = membersOf(error); each.message !== undefined && causes.length < 5; each = membersOf(each.cause)) {
    causes.push([each.code ?? [], each.message].flat().map(String).join(': ').slice(0, 300));
  }
  return causes;
}

/** Of the innermost cause: a code such as `ECONNREFUSED`, or the name of an error that has none. */
export function codeOf(error: unknown): string {
  const { cause, code, name } = membersOf(error);
  return cause === undefined ? String(code ?? name) : codeOf(cause);
}

/** An error may be of another realm, so that its class says nothing. */
function membersOf(error: unknown): Partial<Record<'name' | 'message' | 'stack' | 'code' | 'cause', unknown>> {
  return typeof error === 'object' && error !== null ? error : {};
}
