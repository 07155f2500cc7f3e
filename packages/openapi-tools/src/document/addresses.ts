/** What the documents call themselves and their parts: `$self`, `$id`, `$anchor`, `$dynamicAnchor` (OpenAPI 3.2 §4.1.1, JSON Schema 2020-12 §8.2). */
import { type JsonObject, textMember } from '../json.ts';
import type { Node } from './node.ts';
import { pointerTo, type Step, walk } from './walk.ts';

export interface Addresses {
  /** Documents, and schemas with an `$id`, by absolute address without fragment. */
  readonly resources: ReadonlyMap<string, Node>;
  /** By address, `#` and name. */
  readonly anchors: ReadonlyMap<string, Node>;
  /** How many schemas call themselves so. */
  readonly dynamicAnchors: ReadonlyMap<string, number>;
  /** What references from this place resolve against. */
  baseOf(at: string): string;
}

export interface AddressedDocument {
  readonly document: JsonObject;
  readonly address: string;
  /** Before the pointers into it: nothing for the first, the address as it was handed in for others. */
  readonly name: string;
}

/** Objects of names, below which a word such as `example` is a name like others. */
const ofNames = new Set(
  'properties patternProperties dependentSchemas $defs definitions schemas paths webhooks responses parameters examples requestBodies headers securitySchemes links callbacks pathItems mediaTypes content encoding additionalOperations'.split(
    ' ',
  ),
);
const ofValues = new Set(['example', 'examples', 'default', 'enum', 'const', 'value', 'dataValue']);

interface Place {
  readonly base: string;
  readonly isNames: boolean;
}

/** Throws OpenApiError for a document that no walk comes to the end of. */
export function readAddresses(documents: readonly AddressedDocument[]): Addresses {
  const resources = new Map<string, Node>();
  const anchors = new Map<string, Node>();
  const dynamicAnchors = new Map<string, number>();
  const bases = new Map<string, string>();

  function call(node: Node, above: string): string {
    const base = ownAddress(node.value, above);
    if (base !== above) {
      if (!resources.has(base)) resources.set(base, node);
      bases.set(node.at, base);
    }
    const names = ['$anchor', '$dynamicAnchor'].flatMap((word) => textMember(node.value, word) ?? []);
    for (const name of names) anchors.set(`${base}#${name}`, node);
    const dynamic = textMember(node.value, '$dynamicAnchor');
    if (dynamic !== undefined) dynamicAnchors.set(dynamic, (dynamicAnchors.get(dynamic) ?? 0) + 1);
    return base;
  }

  for (const { document, address, name } of documents) {
    const root: Node = { value: document, at: `${name}#` };
    if (!resources.has(address)) resources.set(address, root);
    bases.set(root.at, address);
    const base = call(root, address);
    const enter = (value: object, above: readonly Step<Place>[], key: string): Place | undefined => {
      const place = above.at(-1)?.state ?? { base, isNames: false };
      if (!place.isNames && isValue(key)) return undefined;
      const isNames = !place.isNames && ofNames.has(key);
      const own =
        isNames || !isNamed(value) ? place.base : call({ value, at: pointerTo(root.at, above, key) }, place.base);
      return isNames === place.isNames && own === place.base ? place : { base: own, isNames };
    };
    walk(document, root.at, { start: { base, isNames: false }, enter });
  }
  return { resources, anchors, dynamicAnchors, baseOf: (at) => baseOf(bases, at) };
}

/** What it holds is no schema, whatever it looks like. */
const isValue = (key: string) => ofValues.has(key) || key.startsWith('x-');

const isNamed = (value: object) =>
  Object.hasOwn(value, '$id') || Object.hasOwn(value, '$anchor') || Object.hasOwn(value, '$dynamicAnchor');

function ownAddress(value: unknown, base: string): string {
  const own = textMember(value, '$self') ?? textMember(value, '$id');
  return own === undefined ? base : (absolute(own, base) ?? base);
}

/** Without its fragment; undefined for what is no address. */
export function absolute(reference: string, base: string): string | undefined {
  if (!URL.canParse(reference, base)) return undefined;
  const url = new URL(reference, base);
  url.hash = '';
  return url.href;
}

/** That of the closest place above which has one. */
function baseOf(bases: ReadonlyMap<string, string>, at: string): string {
  const start = at.indexOf('#') + 1;
  if (bases.size > 1) {
    for (let end = at.length; end > start; end = at.lastIndexOf('/', end - 1)) {
      const base = bases.get(at.slice(0, end));
      if (base !== undefined) return base;
    }
  }
  return bases.get(at.slice(0, start)) ?? '';
}
