/** When to call again, in seconds (RFC 9110 §10.2.3, draft-ietf-httpapi-ratelimit-headers). */

/** A day; what is longer is no time to wait. */
const longest = 86_400;

/** Undefined where the answer doesn't say. Counted from the API's own clock, so that ours may be wrong. */
export function retryAfterSeconds({ status, headers }: Response): number | undefined {
  const now = Date.parse(headers.get('date') ?? '') || Date.now();
  return bounded(
    secondsUntil(headers.get('retry-after'), now) ?? (isLimited(status, headers) ? reset(headers, now) : undefined),
  );
}

/** A 403 of an API whose limit is used up is no refusal of credentials. */
export const isLimited = (status: number, headers: Headers): boolean =>
  status === 429 || (status === 403 && (headers.has('retry-after') || headers.get('x-ratelimit-remaining') === '0'));

function reset(headers: Headers, now: number): number | undefined {
  const [, ofPolicy] = /;\s*t=(\d{1,10})/u.exec(headers.get('ratelimit') ?? '') ?? [];
  const written = ofPolicy ?? headers.get('ratelimit-reset') ?? headers.get('x-ratelimit-reset');
  return secondsUntil(written, now);
}

/** Seconds, a date, or as some APIs have it the second of the epoch. */
function secondsUntil(written: string | null, now: number): number | undefined {
  const text = written?.trim() ?? '';
  if (/^\d{1,10}(?:\.\d{1,9})?$/u.test(text)) {
    const seconds = Number(text);
    return seconds > 1e9 ? seconds - now / 1000 : seconds;
  }
  const date = /^[A-Z][a-z]{2}/u.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : (date - now) / 1000;
}

function bounded(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : Math.min(longest, Math.max(0, Math.ceil(seconds)));
}
