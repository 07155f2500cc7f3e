/** A document as its specification writes it: what hosts read over is told, and what they can't is named (RFC 8414 §3.2, RFC 9728 §3.2). */
import type { z } from 'zod';
import { clipped, memberOf } from '../../answers.ts';
import type { Fault, Found } from '../../check.ts';
import type { Exchange } from '../../probe.ts';

export interface WrongDocument {
  /** The first member that is wrong. */
  readonly member: string;
  readonly isMissing: boolean;
  /** Where, and what of it, in a few words. */
  readonly wrong: string;
}

/** `empty`: members that are lists without elements: no document may have one, and every host reads over it. */
type ReadDocument<T> = { readonly data: T; readonly empty: readonly string[] } | WrongDocument;

export function readDocument<T>({ url, json }: Exchange, schema: z.ZodType<T>): ReadDocument<T> {
  const members = Object.entries(json as object);
  const isEmpty = ([, value]: [string, unknown]) => Array.isArray(value) && value.length === 0;
  const read = schema.safeParse(Object.fromEntries(members.filter((each) => !isEmpty(each))));
  if (read.success) return { data: read.data, empty: members.filter(isEmpty).map(([name]) => name) };
  const [{ path, message } = { path: [], message: '' }] = read.error.issues;
  const member = path.join('.');
  const isMissing = path.length === 1 && memberOf(json, member) === undefined;
  const wrong = isMissing ? `has no ${member}` : `is not valid: ${member}: ${clipped(message)}`;
  return { member, isMissing, wrong: `${url} ${wrong}` };
}

/** One change for a member that is wrong. */
export const membersRemedy = ({ member, isMissing }: WrongDocument): string =>
  isMissing ? `Publish ${member}.` : `Mend ${member}; behind a proxy that ends TLS, tell the server its https address.`;

export function emptyListsFound(url: string, empty: readonly string[], fault: Fault): Found[] {
  if (empty.length === 0) return [];
  const seen = `${new URL(url).pathname} has lists without elements: ${empty.slice(0, 5).join(', ')}`;
  return [
    { seen, expected: 'no empty list', remedy: 'Leave out members that have no elements.', fault, severity: 'note' },
  ];
}
