/** Lists without elements: no document may have one, and every host reads over it (RFC 8414 §3.2, RFC 9728 §3.2). */
import type { Fault, Found } from '../check.ts';

export function withoutEmptyLists(document: unknown): { readonly filled: unknown; readonly empty: readonly string[] } {
  if (typeof document !== 'object' || document === null) return { filled: document, empty: [] };
  const members = Object.entries(document);
  const isEmpty = ([, value]: [string, unknown]) => Array.isArray(value) && value.length === 0;
  const filled = Object.fromEntries(members.filter((each) => !isEmpty(each)));
  return { filled, empty: members.filter(isEmpty).map(([name]) => name) };
}

export function emptyListsFound(url: string, empty: readonly string[], fault: Fault): Found[] {
  if (empty.length === 0) return [];
  const seen = `${new URL(url).pathname} has lists without elements: ${empty.slice(0, 5).join(', ')}`;
  return [
    { seen, expected: 'no empty list', remedy: 'Leave out members that have no elements.', fault, severity: 'note' },
  ];
}
