/** Where a `$ref` leads: into the document itself or into one that was handed in, never over the network (OpenAPI 3.1 §4.8.23, RFC 6901). */
import { isObject, type JsonObject, textMember } from '../json.ts';
import { OpenApiError } from '../open-api-error.ts';
import { child, type Node } from './node.ts';

export interface References {
  readonly root: Node;
  /** The node itself, or what its `$ref` leads to, through any number of them. Throws OpenApiError for one that leads nowhere. */
  follow(node: Node): Node;
}

const mostSteps = 100;

/** `others` are documents by their address, as the references write it. */
export function createReferences(document: JsonObject, others: Readonly<Record<string, unknown>>): References {
  const root: Node = { value: document, at: '#' };

  function follow(node: Node): Node {
    let found = node;
    for (let steps = 0; ; steps += 1) {
      const reference = textMember(found.value, '$ref');
      if (reference === undefined) return found;
      if (steps === mostSteps) throw nowhere(node, 'references that lead round in a circle');
      found = target(found, reference);
    }
  }

  function target(from: Node, reference: string): Node {
    const [address, fragment] = splitAtHash(reference);
    const base = address === '' ? baseOf(from.at) : address;
    const start =
      base === '' ? root : { value: Object.hasOwn(others, base) ? others[base] : undefined, at: `${base}#` };
    if (!isObject(start.value)) throw nowhere(from, `a reference to ${base}, which was not handed in`);
    const keys = fragment === '' ? [] : decodeURIComponent(fragment).split('/').slice(1);
    let found: Node = start;
    for (const key of keys) {
      const name = key.replaceAll('~1', '/').replaceAll('~0', '~');
      found = child(found, Array.isArray(found.value) ? Number(name) : name);
    }
    if (found.value === undefined) throw nowhere(from, `a reference to ${reference}, where nothing stands`);
    return found;
  }

  return { root, follow };
}

function splitAtHash(reference: string): [string, string] {
  const at = reference.indexOf('#');
  return at === -1 ? [reference, ''] : [reference.slice(0, at), reference.slice(at + 1)];
}

const baseOf = (at: string) => at.slice(0, at.indexOf('#'));

function nowhere(node: Node, found: string): OpenApiError {
  const remedy = 'Correct the reference, or hand the document in by the option references.';
  return new OpenApiError({ path: node.at, found, remedy });
}
