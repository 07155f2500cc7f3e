/** `filter[a][b]=1&filter[c]=2` as an object; a name that comes twice is a list (OpenAPI 3.1 §4.8.12.3 leaves both to the reader). */
import type { Pair } from './pairs.ts';
import type { Said } from './said.ts';

type Decode = (text: string) => string;
type Branch = Map<string, Branch | string[]>;

export function readDeep(pairs: readonly Pair[], name: string, decode: Decode): Said {
  const root: Branch = new Map();
  for (const pair of pairs) {
    const keys = [
      ...decode(pair.name)
        .slice(name.length)
        .matchAll(/\[([^[\]]*)\]/gu),
    ].map(([, key = '']) => key);
    put(root, keys, decode(pair.value));
  }
  return said(root);
}

function put(branch: Branch, [key = '', ...below]: readonly string[], value: string): void {
  const known = branch.get(key);
  if (below.length === 0) {
    branch.set(key, [...(Array.isArray(known) ? known : []), value]);
    return;
  }
  const next: Branch = known instanceof Map ? known : new Map();
  branch.set(key, next);
  put(next, below, value);
}

/** A list of one member can't be told from the member. */
function said(branch: Branch | string[]): Said {
  if (Array.isArray(branch)) return branch.length === 1 ? (branch[0] ?? '') : branch;
  return Object.fromEntries([...branch].map(([key, each]) => [key, said(each)]));
}
