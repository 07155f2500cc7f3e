/** What one examination spends at most, whatever a server makes of it: requests, and time while servers are waited for. */
import { ClientError } from '../client-error.ts';

const mostRequests = 400;

/** `timeLimit`: milliseconds in all. What it returns throws ClientError `too_large` or `timed_out` instead of the work. */
export function budget(timeLimit: number): <T>(work: () => Promise<T>) => Promise<T> {
  let made = 0;
  let spent = 0;
  return async (work) => {
    if (made >= mostRequests) {
      throw new ClientError('too_large', `the server makes a host ask more than ${mostRequests} times`);
    }
    if (spent >= timeLimit) throw new ClientError('timed_out', `all answers took longer than ${timeLimit / 1000} s`);
    made += 1;
    const began = performance.now();
    try {
      return await work();
    } finally {
      spent += performance.now() - began;
    }
  };
}
