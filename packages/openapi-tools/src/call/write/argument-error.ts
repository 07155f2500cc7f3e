/** A value that no request can carry. Its message is for the agent, which can mend the call. */
export class ArgumentError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ArgumentError';
  }
}
