/** What a command says instead of doing what it was asked for: one sentence, exit status 1. */
export class CommandError extends Error {}

/** A mistake in how a command was called: exit status 2. */
export class UsageError extends CommandError {}
