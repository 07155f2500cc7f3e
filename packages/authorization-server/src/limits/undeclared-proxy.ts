/** An operator who has not declared a proxy sees everyone behind it as one address, and everyone meets its ceiling together: the log says so once. */
import type { IncomingMessage } from 'node:http';
import type { Log } from '../log.ts';
import { plainAddress } from '../middleware/pinned-host.ts';

/** Called when a limit was met; `address` is that of who is counted for the request. */
export function undeclaredProxy(log: Log): (request: IncomingMessage, address: string) => void {
  let isTold = false;
  return ({ headers, socket }, address) => {
    // A header that anyone can send: it moves nobody's count, and makes one line at most.
    const isForwarded = headers['x-forwarded-for'] !== undefined || headers['forwarded'] !== undefined;
    if (isTold || !isForwarded || address !== plainAddress(socket.remoteAddress ?? '')) return;
    isTold = true;
    const remedy = `if ${address} is your proxy, add it to trustedProxies: until then everyone behind it is counted as one`;
    log.warn({ address, remedy }, 'a limit was met by requests that a proxy has forwarded');
  };
}
