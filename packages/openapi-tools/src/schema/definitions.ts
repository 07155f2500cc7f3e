/** What schemas refer to, by names that depend on nothing but the place where each stands (JSON Schema 2020-12 §8.2.4). */
import { hashOf, type Node } from '../document/node.ts';
import { type JsonSchema, textMember } from '../json.ts';

export interface Definitions {
  /** By name. */
  readonly schemas: ReadonlyMap<string, JsonSchema>;
  /** Where each stands in the document, by its name. */
  readonly places: ReadonlyMap<string, string>;
  /** The reference to a definition, which is read later when it is new. */
  refer(target: Node): JsonSchema;
  /** Fills in what was referred to, and what that refers to, without recursion. */
  complete(read: (target: Node) => JsonSchema): void;
  /** What a schema is whose `$ref` is all that judges. */
  resolved(schema: JsonSchema): JsonSchema;
}

const prefix = '#/$defs/';
/** What stands in a component's name, and in a property's for every host. */
const legal = /^(?!__proto__$)[\w.-]{1,64}$/u;

export function createDefinitions(): Definitions {
  const schemas = new Map<string, JsonSchema>();
  const places = new Map<string, string>();
  const names = new Map<string, string>();
  const waiting: [string, Node][] = [];

  function refer(target: Node): JsonSchema {
    const known = names.get(target.at);
    if (known !== undefined) return { $ref: prefix + known };
    const name = nameOf(target.at, schemas);
    names.set(target.at, name);
    places.set(name, target.at);
    schemas.set(name, {});
    waiting.push([name, target]);
    return { $ref: prefix + name };
  }

  function complete(read: (target: Node) => JsonSchema): void {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) schemas.set(next[0], read(next[1]));
  }

  /** Circles of references alone were cut when they were read. */
  function resolved(schema: JsonSchema): JsonSchema {
    let found = schema;
    for (let name = referredName(found); name !== undefined; name = referredName(found)) {
      found = schemas.get(name) ?? {};
    }
    return found;
  }

  return { schemas, places, refer, complete, resolved };
}

export function referredName(schema: JsonSchema): string | undefined {
  const reference = textMember(schema, '$ref');
  return reference?.startsWith(prefix) ? reference.slice(prefix.length) : undefined;
}

/** A component is called as the document calls it; whatever stands elsewhere by its last word and a hash of its place. */
function nameOf(at: string, taken: ReadonlyMap<string, unknown>): string {
  const [, component = ''] = /^#\/components\/schemas\/([^/]+)$/u.exec(at) ?? [];
  if (legal.test(component)) return component;
  const stem = (at.split('/').at(-1) ?? '').replaceAll(/[^\w.-]+/gu, '_').slice(0, 40) || 'schema';
  const hash = hashOf(at);
  const short = `${stem}_${hash.slice(0, 8)}`;
  return taken.has(short) ? `${stem}_${hash}` : short;
}
