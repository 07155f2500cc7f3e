/**
 * One record for all refresh tokens of an authorization, and what it says of a token that is shown. It keeps the hash of
 * the live token, and for the grace window those that were replaced, each with the salt that leads from it to the next:
 * whoever reads the store opens nothing, and whoever holds a replaced token finds the newest (RFC 9700 §4.14.2).
 */
import type { Document } from '@granthouse/storage';
import { hashedId } from '../../store/vault.ts';
import type { TokenValues } from './token-values.ts';

/** A token that was replaced: its hash, how it leads on, when (milliseconds since the epoch), and how many came before it. */
type Link = { readonly hash: string; readonly salt: string; readonly at: number; readonly generation: number };

/** What the engine keeps of a refresh token, and the two members that make it a family. */
export interface Family extends Document {
  current: string;
  past: Link[];
}

/** `live`: the newest; `repeated`: replaced within the window; `replayed`: replaced before, or made by nobody we know. */
export type Verdict = 'live' | 'repeated' | 'replayed';

export interface Moment {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Milliseconds; 0 takes no replaced token. */
  readonly window: number;
}

/** More rotations than this within one window are no host's: the record stays small. */
const mostLinks = 100;

export function judge(family: Family, value: string, moment: Moment): Verdict {
  const hash = hashedId(value);
  if (hash === family.current) return 'live';
  return linkOf(family, hash, moment) ? 'repeated' : 'replayed';
}

/** How many tokens came before this one, while it is known. */
export function generationOf(family: Family, value: string): number | undefined {
  const hash = hashedId(value);
  return family.past.find((link) => link.hash === hash)?.generation;
}

/** The live token, for whoever shows one that was replaced within the window. */
export function newest(family: Family, value: string, values: TokenValues): string | undefined {
  let token = value;
  // Each link leads to a later one, so the way ends.
  for (const { hash, salt } of family.past) {
    if (hash === hashedId(token)) token = values.successor(token, salt);
  }
  return hashedId(token) === family.current ? token : undefined;
}

/** The members that change when the live token is replaced by `next`, to which `salt` leads. */
export function replaced(family: Family, { next, salt }: { next: string; salt: string }, moment: Moment) {
  const link: Link = { hash: family.current, salt, at: moment.now, generation: rotationsOf(family) };
  const links = [...family.past, link];
  // Cut at the front alone: clocks that disagree must not take a link out of the middle of the way.
  const first = links.findIndex((each) => isWithin(each, moment));
  return { current: hashedId(next), past: first === -1 ? [] : links.slice(first).slice(-mostLinks) };
}

export const begun = (value: string) => ({ current: hashedId(value), past: [] });

const rotationsOf = ({ rotations }: Family): number => (typeof rotations === 'number' ? rotations : 0);

const linkOf = ({ past }: Family, hash: string, moment: Moment) =>
  past.find((link) => link.hash === hash && isWithin(link, moment));

// Of a clock that is ahead a link may come from the future: it is new, and in a window of 0 too old all the same.
const isWithin = ({ at }: Link, { now, window }: Moment): boolean => Math.max(0, now - at) < window;
