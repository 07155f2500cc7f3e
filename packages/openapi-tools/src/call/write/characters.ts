/** Text that UTF-8 has bytes for (RFC 3629 §3). */
import { ArgumentError } from './argument-error.ts';

/** Throws ArgumentError for half of a surrogate pair, in whose place other bytes would be sent. */
export function requireCharacters(text: string): string {
  if (text.isWellFormed()) return text;
  throw new ArgumentError('a text holds half of a surrogate pair, which is no character');
}
