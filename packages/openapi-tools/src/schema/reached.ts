/** The definitions that the schemas of a tool reach, and no others: a tool that carried all of a large API would fill every list. */
import { isObject, type JsonSchema, objectOf } from '../json.ts';
import type { Problem } from '../open-api-error.ts';
import { type Definitions, referredName } from './definitions.ts';
import { mapSubschemas } from './subschemas.ts';

/** Characters of JSON in one tool; what stands furthest away accepts anything beyond. */
const most = 131_072;
/** Definitions that stand in each other: no judge gets through more. */
const deepest = 64;

export interface Reach {
  definitionsFor(schemas: Iterable<JsonSchema>): Readonly<Record<string, JsonSchema>>;
}

export function createReach({ schemas: definitions, places }: Definitions, report: (problem: Problem) => void): Reach {
  const names = new WeakMap<JsonSchema, readonly string[]>();
  const sizes = new Map<string, number>();

  function namesIn(schema: JsonSchema): readonly string[] {
    const known = names.get(schema);
    if (known !== undefined) return known;
    const found = [...new Set(namesBelow(schema))];
    names.set(schema, found);
    return found;
  }

  function sizeOf(name: string, schema: JsonSchema): number {
    const size = sizes.get(name) ?? JSON.stringify(schema).length + name.length;
    sizes.set(name, size);
    return size;
  }

  function definitionsFor(schemas: Iterable<JsonSchema>): Readonly<Record<string, JsonSchema>> {
    const found = new Map<string, JsonSchema>();
    let left = most;
    let level: readonly JsonSchema[] = [...schemas];
    for (let depth = 0; level.length > 0; depth += 1) {
      const fresh = new Set(level.flatMap(namesIn).filter((name) => !found.has(name)));
      level = [...fresh].toSorted().map((name) => {
        const schema = definitions.get(name) ?? {};
        left -= sizeOf(name, schema);
        const isCut = left < 0 || depth > deepest;
        if (isCut) report(tooMuch(places.get(name) ?? '#'));
        found.set(name, isCut ? {} : schema);
        return isCut ? {} : schema;
      });
    }
    return objectOf([...found].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }

  return { definitionsFor };
}

function tooMuch(path: string): Problem {
  const found = `a schema beyond ${most} characters of a tool, or ${deepest} references away from it`;
  return { path, found, remedy: 'A tool that reaches it accepts anything there: leave it out, or say less.' };
}

function namesBelow(schema: unknown): string[] {
  const found: string[] = [];
  const open = [schema];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    if (!isObject(each)) continue;
    const name = referredName(each);
    if (name !== undefined) found.push(name);
    mapSubschemas(each, (subschema) => open.push(subschema));
  }
  return found;
}
