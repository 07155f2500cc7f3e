/** A mistake in how a command was called: said in one sentence, exit status 2. */
export class CommandError extends Error {}
