/**
 * What the normaliser made of what a client sent, for the operator (RFC 7591 §3.2.1): found by comparison, so that no
 * rule can forget to tell. Bounded, and without what a client says of itself or holds: of values, only words that name
 * what it asked for. What an absent member becomes is no mending.
 */
import { isDeepStrictEqual } from 'node:util';
import { keptMembers, type ClientMetadata } from './normalise.ts';

export interface Mended {
  readonly member: string;
  readonly done: 'dropped' | 'changed';
  /** Which of it; the first few. */
  readonly values?: readonly string[];
}

const most = { values: 5, length: 64 };

/** Their values are words of the standards, or of this server. */
const namedValues: readonly string[] = ['grant_types', 'response_types', 'scope'];
const known = [
  ...keptMembers,
  'scope',
  'client_id',
  'client_secret',
  'client_id_issued_at',
  'client_secret_expires_at',
];

export function mendedIn(sent: ClientMetadata, normalised: ClientMetadata): Mended[] {
  const members = known.filter((member) => member !== 'scope_hint' && Object.hasOwn(sent, member));
  const found = members.flatMap((member) => {
    const kept = normalised[member === 'scope' ? 'scope_hint' : member];
    return isDeepStrictEqual(sent[member], kept) ? [] : [mendedMember(member, sent[member], kept)];
  });
  const unknown = Object.keys(sent).filter((name) => !members.includes(name));
  return unknown.length === 0 ? found : [...found, { member: 'unknown', done: 'dropped', values: told(unknown) }];
}

function mendedMember(member: string, sent: unknown, kept: unknown): Mended {
  const done = kept === undefined ? 'dropped' : 'changed';
  if (!namedValues.includes(member)) return { member, done };
  const remaining = wordsOf(kept);
  const values = told(wordsOf(sent).filter((word) => !remaining.includes(word)));
  return values.length === 0 ? { member, done } : { member, done, values };
}

function wordsOf(value: unknown): string[] {
  const words: readonly unknown[] = typeof value === 'string' ? value.split(' ') : Array.isArray(value) ? value : [];
  return words.filter((word) => typeof word === 'string' && word !== '') as string[];
}

/** Strangers' words: short, few, and of characters that no log or terminal obeys. */
function told(words: readonly string[]): string[] {
  const some = words.slice(0, most.values).map((word) => word.slice(0, most.length).replaceAll(/[^!-~]/g, '?'));
  return words.length > most.values ? [...some, `and ${words.length - most.values} more`] : some;
}
