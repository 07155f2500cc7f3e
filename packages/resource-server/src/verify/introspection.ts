/**
 * What an authorization server says of tokens, asked for and kept for seconds (RFC 7662 §4). Whoever sends invented
 * tokens gets neither the good answers out of the memory, nor the server flooded, nor in the way of those who have called
 * before.
 */
import { createBoundedMap } from '../bounded-map.ts';
import type { Introspection } from '../options/introspection.ts';
import type { ResolvedOptions } from '../options.ts';
import { platform } from '../platform/platform.ts';
import { Refusal } from '../refusal.ts';
import type { FollowedServer } from './authorization-servers.ts';
import { requestIntrospection } from './introspection-request.ts';
import { createLimitedWork } from './limited-work.ts';
import { createSharedWork } from './shared-work.ts';
import type { Claims } from './token-shapes.ts';

export interface IntrospectionParts<T extends Limited> {
  readonly issuer: string;
  readonly introspection: Introspection;
  readonly followed: Pick<FollowedServer, 'metadata'>;
  readonly options: Pick<ResolvedOptions, 'fetch' | 'now' | 'log'>;
  /** What an answer about an active token means. Throws OAuthError `invalid_token`. */
  readonly judge: (answer: Claims) => T;
}

interface Limited {
  /** Seconds since the epoch. */
  readonly expiresAt: number;
}

interface Kept<T> {
  readonly outcome: T;
  /** Milliseconds since the epoch: when it was asked, and until when the answer is believed. */
  readonly from: number;
  readonly until: number;
  /** From when on it isn't worth its room. */
  readonly over: number;
}

/** For everything that one question needs, the wait for a place included. */
const TIME_LIMIT = 5000;
const REMEMBERED = 10_000;
const FOR_STRANGERS = { parallel: 20, waiting: 100 };
const FOR_KNOWN = { parallel: 20, waiting: 1000 };
/** Between two reports of one trouble. */
const REPORT_EVERY = 5000;

/**
 * Asks about tokens. Throws OAuthError: `invalid_token` when the token isn't active or is for something else,
 * `temporarily_unavailable` when that can't be known.
 */
export function createIntrospection<T extends Limited>(parts: IntrospectionParts<T>): (token: string) => Promise<T> {
  const { now } = parts.options;
  const good = createBoundedMap<string, Kept<T>>(REMEMBERED, ({ over }) => now() >= over);
  const bad = createBoundedMap<string, Kept<Refusal>>(REMEMBERED, ({ over }) => now() >= over);
  const ask = createQuestions(parts);
  const once = createSharedWork<T>();
  const isFresh = (kept: Kept<unknown>) => now() >= kept.from && now() < kept.until;

  return async (token) => {
    const digest = await platform.digest(token);
    const known = good.get(digest);
    if (known !== undefined && isFresh(known)) return known.outcome;
    const refused = bad.get(digest);
    if (refused !== undefined && isFresh(refused)) throw refused.outcome;
    return once(digest, async () => {
      const from = now();
      const until = from + parts.introspection.cacheSeconds * 1000;
      try {
        const outcome = await ask(token, known !== undefined);
        const over = outcome.expiresAt * 1000;
        // Never beyond the token's own end (RFC 7662 §4).
        good.set(digest, { outcome, from, until: Math.min(until, over), over });
        return outcome;
      } catch (error) {
        if (error instanceof Refusal && error.code === 'invalid_token') {
          good.delete(digest);
          bad.set(digest, { outcome: error, from, until, over: until });
        }
        throw error;
      }
    });
  };
}

/** One question at a time for each place; those whose token was active before have places of their own. */
function createQuestions<T extends Limited>(parts: IntrospectionParts<T>) {
  const { issuer, introspection, followed, judge } = parts;
  const { fetch, now } = parts.options;
  const away = (cause?: unknown) =>
    new Refusal('unavailable', 'the token can not be judged now, try again soon', { cause });
  const strangers = createLimitedWork(FOR_STRANGERS, away);
  const acquaintances = createLimitedWork(FOR_KNOWN, away);
  const report = createReport(issuer, parts.options);

  return async (token: string, isKnown: boolean): Promise<T> => {
    const guard = { fetch, signal: AbortSignal.timeout(TIME_LIMIT) };
    const answer = await (isKnown ? acquaintances : strangers)(async () => {
      try {
        const asked = { metadata: await followed.metadata.read(), guard };
        return await requestIntrospection(token, { issuer, introspection, now }, asked);
      } catch (error) {
        report(error);
        throw away(error);
      }
    });
    if (answer === undefined) throw new Refusal('not_active', 'the access token is not active');
    return judge(answer);
  };
}

function createReport(issuer: string, { now, log }: IntrospectionParts<Limited>['options']): (error: unknown) => void {
  let last = -Infinity;
  return (err) => {
    if (now() - last < REPORT_EVERY && now() >= last) return;
    last = now();
    log?.warn({ issuer, err }, 'the authorization server could not be asked about a token');
  };
}
