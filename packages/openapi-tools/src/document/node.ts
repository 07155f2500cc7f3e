/** A value of a document together with where it stands, so that every complaint can name the place (RFC 6901). */
import { createHash } from 'node:crypto';
import { member } from '../json.ts';

export interface Node {
  readonly value: unknown;
  /** `#/paths/~1orders/get`; of another document than the first with its address in front. */
  readonly at: string;
}

/** A name of a megabyte must not stand in every pointer below it. */
const longestToken = 512;

/** The member of an object or list; its value is undefined when it isn't there. */
export function child(node: Node, key: string | number): Node {
  const at = `${node.at}/${tokenOf(String(key))}`;
  if (typeof key === 'number') return { value: Array.isArray(node.value) ? node.value[key] : undefined, at };
  return { value: member(node.value, key), at };
}

/** One step of a JSON pointer (RFC 6901 §3). */
export function tokenOf(key: string): string {
  const cut = key.length <= longestToken ? key : `${key.slice(0, longestToken)}…${hashOf(key)}`;
  return cut.replaceAll('~', '~0').replaceAll('/', '~1');
}

export const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);
