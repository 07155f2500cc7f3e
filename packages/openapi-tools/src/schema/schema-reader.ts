/** Schemas of a document as inputs need them, in JSON Schema 2020-12, with everything that is referenced in `$defs` (OpenAPI 3.0 §4.7.24, 3.1 §4.8.24). */
import { child, type Node } from '../document/node.ts';
import type { References } from '../document/references.ts';
import type { OpenApiVersion } from '../document/version.ts';
import { isObject, type JsonSchema, member } from '../json.ts';
import type { Problem } from '../open-api-error.ts';
import { type Problems, shown } from '../problems.ts';
import { createDefinitions, type Definitions } from './definitions.ts';
import { inPlaceKeywords } from './in-place.ts';
import { modernised } from './modernised.ts';
import { ownWords } from './own-words.ts';
import { createReach } from './reached.ts';
import { createReadOnly, type Hidden } from './read-only.ts';
import { createRefer, type Standing, unclear } from './referred.ts';
import { mapSubschemas, type Path } from './subschemas.ts';

export interface SchemaReader {
  /** As an input needs it, without what is readOnly; references are to `#/$defs/…`. What is no schema is reported, and accepts anything. */
  read(node: Node): JsonSchema;
  /** A schema whose `$ref` is followed, when nothing beside it judges. */
  resolved(schema: JsonSchema): JsonSchema;
  /** The definitions that these schemas reach, for the `$defs` beside them. Tools share them: never change them. */
  definitionsFor(schemas: Iterable<JsonSchema>): Readonly<Record<string, JsonSchema>>;
}

export interface SchemaParts {
  readonly references: References;
  readonly version: OpenApiVersion;
  readonly problems: Problems;
}

export function createSchemaReader({ references, version, problems }: SchemaParts): SchemaReader {
  const definitions = createDefinitions();
  const readWhole = createReadWhole({ references, version, problems }, definitions);
  const known = new Map<string, JsonSchema>();

  function read(node: Node): JsonSchema {
    const before = known.get(node.at);
    if (before !== undefined) return before;
    const schema = readWhole(node);
    known.set(node.at, schema);
    definitions.complete(readWhole);
    return schema;
  }

  const { definitionsFor } = createReach(definitions, problems.add);
  return { read, resolved: definitions.resolved, definitionsFor };
}

/** Where a schema stands in the whole that is read. */
interface Context extends Standing {
  /** Properties that only answers have, where the schema around it knows them. */
  readonly hidden: Hidden | undefined;
  readonly depth: number;
  readonly budget: { left: number };
}

/** What is left out below them would refuse instead of accept. */
const turning = new Set(['not', 'if']);
const deepest = 64;
/** More in one make no tool that anybody can show. */
const mostSchemas = 2000;

function createReadWhole({ references, version, problems }: SchemaParts, definitions: Definitions) {
  const readOnly = createReadOnly(references);
  let faults = 0;
  const report = (problem: Problem): void => {
    faults += 1;
    problems.add(problem);
  };
  const refer = createRefer({ references, definitions, report });

  function readSchema(node: Node, context: Context): JsonSchema {
    if (node.value === undefined || node.value === true) return {};
    if (node.value === false) return { not: {} };
    if (!isObject(node.value)) return anything(node, `${shown(node.value)} instead of a schema`);
    context.budget.left -= 1;
    if (context.depth > deepest) context.budget.left = -1;
    if (context.budget.left < 0) return {};
    const hidden = context.hidden ?? readOnly.hiddenIn(node);
    const below = mapSubschemas(ownWords(node, { version, report, hidden }), (value, path) => {
      const before = faults;
      const [keyword] = path;
      const schema = readSchema({ value, at: placeOf(node, path).at }, inner({ ...context, hidden }, keyword));
      return turning.has(keyword) && faults > before ? undefined : schema;
    });
    return modernised({ ...below, ...refer(node, context) });
  }

  function anything(node: Node, found: string): JsonSchema {
    report(unclear(node, found));
    return {};
  }

  return (holder: Node): JsonSchema => {
    const budget = { left: mostSchemas };
    const schema = readSchema(holder, { holder, inPlace: 'all', hidden: undefined, depth: 0, budget });
    if (budget.left >= 0) return schema;
    return anything(holder, `more than ${mostSchemas} schemas in one, or more than ${deepest} in each other`);
  };
}

function inner(context: Context, keyword: string): Context {
  const own = inPlaceKeywords.get(keyword);
  const inPlace = context.inPlace === 'any' && own === 'all' ? 'any' : context.inPlace && own;
  const hidden = keyword === 'allOf' ? context.hidden : undefined;
  return { ...context, inPlace, hidden, depth: context.depth + 1 };
}

/** Lists by position may stand under their older names. */
function placeOf(node: Node, [keyword, ...rest]: Path): Node {
  const isList = Array.isArray(member(node.value, 'items'));
  const older = { prefixItems: 'items', items: 'additionalItems' }[keyword];
  return rest.reduce<Node>(child, child(node, isList && older !== undefined ? older : keyword));
}
