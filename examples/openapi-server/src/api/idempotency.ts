/** A request that is repeated with its key is answered as the first time, and nothing is done again (draft-ietf-httpapi-idempotency-key-header). */
import { ApiError } from './api-error.ts';
import type { Answer } from './operations/operation.ts';

interface Kept {
  readonly request: string;
  readonly answer: Answer;
  readonly until: number;
}

const day = 24 * 60 * 60 * 1000;

export interface Repeatable {
  readonly subject: string;
  /** Undefined: the request has none, and is done each time. */
  readonly key: string | undefined;
  /** All that makes it this request. */
  readonly request: string;
}

/** Runs `work` once for each person and key. One that throws leaves its key unused. */
export function createIdempotency(now: () => number) {
  const kept = new Map<string, Kept>();

  return ({ subject, key, request }: Repeatable, work: () => Answer): Answer => {
    if (key === undefined) return work();
    for (const [other, { until }] of kept) if (until <= now()) kept.delete(other);
    const id = JSON.stringify([subject, key]);
    const first = kept.get(id);
    if (first === undefined) {
      const answer = work();
      kept.set(id, { request, answer, until: now() + day });
      return answer;
    }
    if (first.request !== request) throw reused();
    return { ...first.answer, headers: { ...first.answer.headers, 'idempotency-replayed': 'true' } };
  };
}

function reused(): ApiError {
  const message = 'This Idempotency-Key came with another request before. Nothing was done now; choose a new one.';
  return new ApiError({ status: 409, code: 'idempotency_key_reused' }, message);
}
