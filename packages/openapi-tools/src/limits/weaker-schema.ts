/** An input schema as a host takes it: it may allow more than the one that arguments are judged by, never less (JSON Schema 2020-12). */
import { isObject, type JsonSchema, member } from '../json.ts';
import type { ToolDefinition } from '../plan/plan.ts';
import { mapSubschemas } from '../schema/subschemas.ts';
import type { ToolLimits } from './tool-limits.ts';
import { withinLimits, without, withoutWhatGrewStricter } from './weaker-keywords.ts';

/** Schemas of one tool that are written out in place of references. What lies beyond is shown as anything. */
const mostWrittenOut = 5000;

/** The schema itself where the limits take it as it is. */
export function weakerSchema(schema: ToolDefinition['inputSchema'], limits: ToolLimits): ToolDefinition['inputSchema'] {
  const once = weaken(schema, limits, false);
  // What a reference leads to may have grown weaker too, which matters where weaker means stricter.
  const shown = definitionsDiffer(once, schema) ? weaken(schema, limits, true) : once;
  const rooted = without(shown, limits.refusedAtRoot ?? []);
  return rooted === schema ? schema : { type: 'object', ...rooted };
}

function definitionsDiffer(one: JsonSchema, other: JsonSchema): boolean {
  const [before, after] = [member(other, '$defs'), member(one, '$defs')];
  return isObject(before) && isObject(after) && Object.keys(before).some((name) => before[name] !== after[name]);
}

function weaken(root: JsonSchema, limits: ToolLimits, definitionsChanged: boolean): JsonSchema {
  const writesOut = limits.refusedKeywords?.includes('$ref') === true;
  const definitions = member(root, '$defs');
  let writtenOut = 0;

  function visit(value: unknown, within: readonly string[]): unknown {
    if (!isObject(value)) return value;
    if (within.length > 0) writtenOut += 1;
    if (writesOut && Object.hasOwn(value, '$ref')) return writeOut(value, within);
    const changed = new Set<string>();
    const mapped = mapSubschemas(value, (subschema, [keyword]) => {
      const weaker = visit(subschema, within);
      if (weaker !== subschema || (definitionsChanged && refersIn(subschema))) changed.add(keyword);
      return weaker;
    });
    const kept = withinLimits(withoutWhatGrewStricter(mapped, changed), limits);
    return kept === mapped && changed.size === 0 ? value : kept;
  }

  function writeOut({ $ref, ...beside }: JsonSchema, within: readonly string[]): unknown {
    const name = definitionIn(String($ref));
    const target = member(definitions, name);
    if (!isObject(target) || within.includes(name) || writtenOut > mostWrittenOut) return visit(beside, within);
    const isDescribed = Object.keys(beside).every((key) => annotations.has(key));
    const both = isDescribed ? { ...target, ...beside } : { allOf: [target, beside] };
    return visit(both, [...within, name]);
  }

  return visit(writesOut ? without(root, ['$defs']) : root, []) as JsonSchema;
}

/** What only describes: beside a reference, it counts instead of what is said there (JSON Schema 2020-12 validation §9). */
const annotations = new Set(['title', 'description', 'default', 'deprecated', 'examples', 'readOnly', 'writeOnly']);

function definitionIn(reference: string): string {
  return reference
    .replace(/^#\/\$defs\//u, '')
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
}

function refersIn(schema: unknown): boolean {
  if (!isObject(schema)) return false;
  let found = Object.hasOwn(schema, '$ref');
  mapSubschemas(schema, (subschema) => {
    found ||= refersIn(subschema);
    return subschema;
  });
  return found;
}
