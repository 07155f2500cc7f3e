/** A budget is spent: not a mistake in the request, only too many of them (RFC 6585 §4). */
export class TooManyRequests extends Error {
  override readonly name = 'TooManyRequests';
  /** Seconds until it is worth to ask again. */
  readonly retryAfter: number;

  constructor(retryAfter: number) {
    super(`too many requests, try again in ${retryAfter} seconds`);
    this.retryAfter = retryAfter;
  }
}
