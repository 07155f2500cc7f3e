/** What one examination spends at most, whatever a server makes of it: requests, and time while servers are waited for. */
import { ClientError } from '../client-error.ts';

const mostRequests = 400;

export interface Budget {
  /** Throws ClientError `too_large` or `timed_out` instead of the work, once it is spent. */
  spend<T>(work: () => Promise<T>): Promise<T>;
  /** Why nothing is left. */
  spent(): string | undefined;
}

/** `timeLimit`: milliseconds in all. */
export function budget(timeLimit: number): Budget {
  let made = 0;
  let waited = 0;
  let reason: string | undefined;
  const end = (code: 'too_large' | 'timed_out', message: string) => {
    reason = message;
    return new ClientError(code, message);
  };
  return {
    spent: () => reason,
    async spend(work) {
      if (made >= mostRequests) {
        throw end('too_large', `the server makes a host ask more than ${mostRequests} times`);
      }
      if (waited >= timeLimit) throw end('timed_out', `all answers took longer than ${timeLimit / 1000} s`);
      made += 1;
      const began = performance.now();
      try {
        return await work();
      } finally {
        waited += performance.now() - began;
      }
    },
  };
}
