/** How much at once, and how often, a call with a good credential may ask for (RFC 9110 §15.5.14, RFC 6585 §4). */
import { z } from 'zod';
import type { Auth } from '../auth.ts';
import type { RequestHead } from '../request-head.ts';

type Limited = { retryAfter: number } | undefined;

export interface LimitOptions {
  /** The largest body that is let through, in bytes, by its Content-Length: 4 MiB by default, as in both lines of the MCP SDK. */
  maxBodyBytes?: number | undefined;
  /**
   * Asked for every call that would be let through: undefined lets it, `{ retryAfter }` (seconds) answers 429. What it
   * throws answers 503.
   */
  rateLimit?: ((auth: Auth, request: RequestHead) => Limited | Promise<Limited>) | undefined;
}

type RateLimit = NonNullable<LimitOptions['rateLimit']>;

export const limitOptions = {
  maxBodyBytes: z
    .int()
    .positive()
    .default(4 * 1024 * 1024),
  rateLimit: z
    .custom<RateLimit>(
      (value) => typeof value === 'function',
      'give a function that returns undefined or { retryAfter }',
    )
    .optional(),
};
