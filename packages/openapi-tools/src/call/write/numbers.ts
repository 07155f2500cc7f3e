/** Numbers that arrive as they were given (RFC 8259 §6, RFC 7493 §2.2). */
import { ArgumentError } from './argument-error.ts';

/** Behind this, what was an id is another one by now: reading JSON rounds it. From 1e21 on nobody takes it for exact. */
const exact = Number.MAX_SAFE_INTEGER;
const inDigits = 1e21;

/** As text, in a parameter or a form. Throws ArgumentError for an integer that has lost digits. */
export function writeNumber(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size > exact && size < inDigits) {
    throw new ArgumentError(`a whole number beyond ${exact} was rounded before it came here, so it would name another`);
  }
  return writeJson(value);
}

/** Throws ArgumentError for a number that JSON doesn't have: null would stand in its place, which clears. */
export function writeJson(value: unknown): string {
  const text = JSON.stringify(value);
  if (text.includes('null')) requireFinite(value);
  return text;
}

function requireFinite(value: unknown): void {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new ArgumentError('a number is too large to be sent');
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(requireFinite);
}
