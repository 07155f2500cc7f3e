/** JSON as it came from outside: read by own members alone, so that `__proto__` and `constructor` are names like others (RFC 8259). */

export type JsonObject = Readonly<Record<string, unknown>>;

/** A schema of JSON Schema 2020-12, as tools show it and arguments are judged by it. */
export type JsonSchema = JsonObject;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An own member of an object; undefined for everything else. */
export function member(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

export function textMember(value: unknown, key: string): string | undefined {
  const text = member(value, key);
  return typeof text === 'string' ? text : undefined;
}

/** The texts of a list; none for everything else. */
export function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

/** An object of these entries, in which `__proto__` is a member like others. */
export function objectOf<T>(entries: Iterable<readonly [string, T]>): Readonly<Record<string, T>> {
  return Object.fromEntries(entries);
}
