/** An operator is told that a budget is spent once for each and span, never for each request that met it. */
import type { Audit } from '../audit.ts';
import type { Counted } from './counted.ts';

/** Milliseconds. */
const span = 600_000;
/** In one span: a flood from everywhere must not fill the log. */
const most = 100;

export function tellOnce(audit: Audit, now: () => number): (counted: Counted, retryAfter: number) => void {
  const told = new Set<string>();
  let since = now();
  return ({ key, reached }, retryAfter) => {
    if (Math.abs(now() - since) >= span) {
      since = now();
      told.clear();
    }
    if (told.has(key) || told.size >= most) return;
    told.add(key);
    audit('limit.reached', { ...reached, retry_after: retryAfter });
  };
}
