/** How often one person may call, counted by a library (RFC 6585 §4). */
// #region limit
import { protectedResource } from '@granthouse/resource-server';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

const calls = new RateLimiterMemory({ points: 120, duration: 60 });
export const orders = protectedResource({
  resource: 'https://orders.example.com/mcp',
  authorizationServers: ['https://login.example.com'],
  async rateLimit({ subject, extra }) {
    try {
      await calls.consume(`${String(extra['issuer'])} ${subject}`);
      return undefined;
    } catch (spent) {
      // Any other failure is answered with 503.
      if (spent instanceof RateLimiterRes) return { retryAfter: spent.msBeforeNext / 1000 };
      throw spent;
    }
  },
});
// #endregion limit
