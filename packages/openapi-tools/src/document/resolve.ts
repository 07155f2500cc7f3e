/** Where one reference leads: to a document or a schema by its address, and in there by pointer or anchor (RFC 3986 §5, RFC 6901 §6). */
import { member } from '../json.ts';
import { absolute, type Addresses } from './addresses.ts';
import { child, type Node } from './node.ts';

export interface Documents {
  readonly root: Node;
  readonly others: Readonly<Record<string, unknown>>;
  readonly addresses: Addresses;
}

/** `missing`: which address nobody handed in. Neither: nothing stands there. */
export interface Resolution {
  readonly target?: Node | undefined;
  readonly missing?: string;
}

export function resolve(from: Node, reference: string, { root, others, addresses }: Documents): Resolution {
  const [written, fragment] = splitAtHash(reference);
  const here = addresses.baseOf(from.at);
  const there = written === '' ? here : (absolute(written, here) ?? written);
  // By the very words of the reference too, where its address says something else.
  const resource = addresses.resources.get(there) ?? documentNamed(written, others);
  if (resource === undefined) return { missing: written };
  if (fragment !== '' && !fragment.startsWith('/')) return { target: addresses.anchors.get(`${there}#${fragment}`) };
  const name = resource.at.slice(0, resource.at.indexOf('#'));
  // A generator that gives each schema an `$id` still writes its pointers from the root of the document.
  const document = name === '' ? root : documentNamed(name, others);
  return { target: atPointer(resource, fragment) ?? (document && atPointer(document, fragment)) };
}

function documentNamed(name: string, others: Readonly<Record<string, unknown>>): Node | undefined {
  const value = member(others, name);
  return value === undefined ? undefined : { value, at: `${name}#` };
}

/** Undefined where nothing stands, and for a pointer that is none. */
function atPointer(start: Node, fragment: string): Node | undefined {
  let found: Node = start;
  for (const token of fragment.split('/').slice(1)) {
    const key = decoded(token)?.replaceAll('~1', '/').replaceAll('~0', '~');
    if (key === undefined) return undefined;
    const isIndex = Array.isArray(found.value) && /^(?:0|[1-9]\d*)$/u.test(key);
    found = child(found, isIndex ? Number(key) : key);
    if (found.value === undefined) return undefined;
  }
  return found;
}

function decoded(token: string): string | undefined {
  try {
    return decodeURIComponent(token);
  } catch {
    return undefined;
  }
}

export function splitAtHash(reference: string): [string, string] {
  const at = reference.indexOf('#');
  return at === -1 ? [reference, ''] : [reference.slice(0, at), reference.slice(at + 1)];
}
