/**
 * How long a client that registered itself is kept: its record says until when, and what happens to the client moves that
 * on, never back. Clients that the operator registered, and those that a document names, have no such date.
 */
import { withoutLoopbackPort } from '@granthouse/protocol';
import type { CompleteOptions } from '../options.ts';
import type { ClientMetadata } from './normalise.ts';

/** What a client is kept for: it registered, a person is being asked, a person approved, tokens were issued. */
export type Occasion = 'registered' | 'asked' | 'approved' | 'used';

type Rule = Pick<CompleteOptions, 'registration' | 'lifetimes'>;

/** Seconds. */
const day = 86_400;

/** Seconds for which the client is kept from now on. */
export function keptFor(occasion: Occasion, metadata: ClientMetadata, rule: Rule): number {
  const { forget } = rule.registration;
  if (occasion === 'registered') return isLocal(metadata) ? forget.loopbackWithoutConsent : forget.withoutConsent;
  // Long enough for whoever is in the middle of it.
  if (occasion === 'asked') return 2 * rule.lifetimes.interaction;
  // No refresh token outlives its client, although the date may lag by a day.
  return Math.max(forget.withoutUse, rule.lifetimes.refreshToken + day);
}

function isLocal({ token_endpoint_auth_method: method, redirect_uris: redirectUris }: ClientMetadata): boolean {
  return method === 'none' && (redirectUris as string[]).every((uri) => withoutLoopbackPort(uri) !== undefined);
}

/**
 * The new date, in milliseconds; undefined: the old one may stay. Nearly right is good enough, so that a client in use
 * costs one write a day and not one a request.
 */
export function extended(keptUntil: number, { now, life }: { now: number; life: number }): number | undefined {
  const lag = Math.min(day, life / 24);
  return keptUntil >= now + (life - lag) * 1000 ? undefined : now + life * 1000;
}
