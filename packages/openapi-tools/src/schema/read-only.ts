/** Which properties only answers have: marked so themselves, behind a reference, or in a part of `allOf` (OpenAPI 3.1 §4.8.24.4, JSON Schema validation §9.4). */
import { child, type Node } from '../document/node.ts';
import type { References } from '../document/references.ts';
import { isObject, member } from '../json.ts';

/** Whether a property of this name is readOnly. */
export type Hidden = (name: string) => boolean;

export interface ReadOnly {
  /** The readOnly properties of an object, those of its references and of the parts of its `allOf` too; looked for when first asked. */
  hiddenIn(schema: Node): Hidden;
}

/** Nobody marks a property in the hundredth schema behind it. */
const most = 100;

export function createReadOnly(references: References): ReadOnly {
  const known = new Map<string, boolean>();

  function isReadOnly(property: Node): boolean {
    const before = known.get(property.at);
    if (before !== undefined) return before;
    const found = partsOf(property, references).some(({ value }) => member(value, 'readOnly') === true);
    known.set(property.at, found);
    return found;
  }

  function namesIn(schema: Node): ReadonlySet<string> {
    const names = partsOf(schema, references).flatMap((part) => {
      const properties = child(part, 'properties');
      if (!isObject(properties.value)) return [];
      return Object.keys(properties.value).filter((name) => isReadOnly(child(properties, name)));
    });
    return new Set(names);
  }

  function hiddenIn(schema: Node): Hidden {
    let names: ReadonlySet<string> | undefined;
    return (name) => {
      names ??= namesIn(schema);
      return names.has(name);
    };
  }

  return { hiddenIn };
}

/** The schema and all that a value of it must fit. */
function partsOf(schema: Node, references: References): Node[] {
  const found = new Map<string, Node>([[schema.at, schema]]);
  for (const part of found.values()) {
    if (found.size > most) break;
    const target = references.next(part);
    for (const each of [...(target ? [target] : []), ...membersOf(child(part, 'allOf'))]) {
      if (!found.has(each.at)) found.set(each.at, each);
    }
  }
  return [...found.values()];
}

const membersOf = (list: Node) =>
  Array.isArray(list.value) ? list.value.map((_each, index) => child(list, index)) : [];
