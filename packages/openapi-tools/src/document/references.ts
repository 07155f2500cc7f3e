/** Where a `$ref` leads: into the document itself or into one that was handed in, never over the network (OpenAPI 3.1 §4.8.23, RFC 6901). */
import { isObject, textMember } from '../json.ts';
import { OpenApiError } from '../open-api-error.ts';
import { shown } from '../problems.ts';
import { absolute, type AddressedDocument, readAddresses } from './addresses.ts';
import type { Node } from './node.ts';
import { resolve, splitAtHash } from './resolve.ts';
import type { SourceDocument } from './source.ts';

export interface References {
  readonly root: Node;
  /** The node itself, or what its `$ref` leads to, through any number of them. Throws OpenApiError for one that leads nowhere. */
  follow(node: Node): Node;
  /** What this reference of a node leads to, one step. Throws OpenApiError. */
  target(from: Node, reference: string): Node;
  /** What the `$ref` or `$dynamicRef` of a schema leads to, one step; undefined without one, and for one that leads nowhere. */
  next(node: Node): Node | undefined;
  /** How many schemas a `$dynamicRef` may mean. */
  countDynamic(reference: string): number;
}

/** `others` are documents by their address, as the references write it. Throws OpenApiError for one that is none. */
export function createReferences(
  { document, address }: SourceDocument,
  others: Readonly<Record<string, unknown>>,
): References {
  const root: Node = { value: document, at: '#' };
  const base = absolute(textMember(document, '$self') ?? '', address) ?? address;
  const mapped = Object.entries(others).map(([name, value]) => mappedDocument(name, value, base));
  const addresses = readAddresses([{ document, address, name: '' }, ...mapped]);
  const documents = { root, others, addresses };
  const known = new Map<string, Node | undefined>();

  function target(from: Node, reference: string): Node {
    const { target: found, missing } = resolve(from, reference, documents);
    if (found !== undefined) return found;
    const why = missing === undefined ? 'where nothing stands' : 'which was not handed in';
    throw nowhere(from, `a reference to ${shown(missing ?? reference)}, ${why}`);
  }

  function next(node: Node): Node | undefined {
    const reference = textMember(node.value, '$ref') ?? textMember(node.value, '$dynamicRef');
    if (reference === undefined) return undefined;
    if (!known.has(node.at)) known.set(node.at, resolve(node, reference, documents).target);
    return known.get(node.at);
  }

  return {
    root,
    target,
    next,
    follow: (node) => follow(node, target),
    countDynamic: (reference) => addresses.dynamicAnchors.get(splitAtHash(reference)[1]) ?? 0,
  };
}

/** Some documents lead on once or twice; each operation of a hostile one would go the whole way again. */
const longestWay = 50;

function follow(node: Node, target: References['target']): Node {
  const passed = new Set<string>();
  for (let found = node; ;) {
    const reference = textMember(found.value, '$ref');
    if (reference === undefined) return found;
    if (passed.has(found.at)) throw nowhere(node, 'references that lead round in a circle');
    if (passed.size === longestWay) throw nowhere(node, `more than ${longestWay} references behind each other`);
    passed.add(found.at);
    found = target(found, reference);
  }
}

function mappedDocument(name: string, value: unknown, base: string): AddressedDocument {
  const address = absolute(name, base);
  if (isObject(value) && address !== undefined && !name.includes('#')) return { document: value, address, name };
  const remedy = 'Hand in the parsed document, an object, by its address without a fragment.';
  const found = isObject(value) ? 'no address' : shown(value);
  throw new OpenApiError({ path: `references.${name}`, found, remedy });
}

function nowhere(node: Node, found: string): OpenApiError {
  const remedy = 'Correct the reference, or hand the document in by the option references.';
  return new OpenApiError({ path: node.at, found, remedy });
}
