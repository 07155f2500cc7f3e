/** A value of a document together with where it stands, so that every complaint can name the place (RFC 6901). */
import { member } from '../json.ts';

export interface Node {
  readonly value: unknown;
  /** `#/paths/~1orders/get`; of another document than the first with its address in front. */
  readonly at: string;
}

/** The member of an object or list; its value is undefined when it isn't there. */
export function child(node: Node, key: string | number): Node {
  const at = `${node.at}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
  if (typeof key === 'number') return { value: Array.isArray(node.value) ? node.value[key] : undefined, at };
  return { value: member(node.value, key), at };
}
