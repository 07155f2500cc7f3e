/** What a command says instead of doing what it was asked for: one sentence, exit status 1 unless it has one of its own. */
export class CommandError extends Error {
  readonly status: number;

  constructor(message: string, { status = 1, ...options }: ErrorOptions & { status?: number } = {}) {
    super(message, options);
    this.status = status;
  }
}

/** A mistake in how a command was called: exit status 2. */
export class UsageError extends CommandError {
  constructor(message: string, options: ErrorOptions = {}) {
    super(message, { ...options, status: 2 });
  }
}
