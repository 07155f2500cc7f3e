/** One operation, as a model needs it to call it: whole where that is short, else in parts that it can ask for. */
import { type CallResult, toolError } from '../call/result.ts';
import { isObject, type JsonSchema, member, objectOf, textMember } from '../json.ts';
import { nearMisses } from '../plan/near-misses.ts';
import type { PlannedTool } from '../plan/plan.ts';

/** Characters of an answer, and of what is said of an argument where all are too long. */
const longest = 24_000;
const longestOutline = 160;
const mostEntries = 30;

export function describeOperation(tool: PlannedTool, args: unknown): CallResult {
  const argument = textMember(args, 'argument');
  if (argument !== undefined) return describeArgument(tool, argument);
  const { argumentSchema: inputSchema } = tool;
  const whole = JSON.stringify({ ...head(tool), inputSchema });
  if (whole.length <= longest) return textResult(whole);
  const note = 'The schema is too long to be shown whole. Ask for a single argument by `argument`.';
  return textResult(writtenWithin({ ...head(tool), note, arguments: outlineOf(inputSchema) }));
}

function describeArgument({ definition, argumentSchema }: PlannedTool, name: string): CallResult {
  const schema = member(member(argumentSchema, 'properties'), name);
  if (schema === undefined) {
    const near = nearMisses(name, Object.keys(Object(member(argumentSchema, 'properties')) as object));
    const remedy = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : '';
    return toolError(`${definition.name} has no argument ${JSON.stringify(name.slice(0, 100))}.${remedy}`);
  }
  const definitions = definitionsReached(schema, member(argumentSchema, '$defs'));
  const described = { argument: name, schema, ...(Object.keys(definitions).length > 0 && { $defs: definitions }) };
  return textResult(writtenWithin(described));
}

/** Whole where that is short enough, else without what stands deep in it. */
function writtenWithin(described: object): string {
  const note = 'This is shortened: what stands deeper is left out as {}.';
  let text = JSON.stringify(described);
  for (const depth of [12, 8, 6, 4, 2]) {
    if (text.length <= longest) break;
    text = JSON.stringify({ note, ...(shortened(described, depth) as object) });
  }
  return text.slice(0, longest);
}

function shortened(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.length > longestOutline ? `${value.slice(0, longestOutline)}…` : value;
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return {};
  if (Array.isArray(value)) return value.slice(0, mostEntries).map((each) => shortened(each, depth - 1));
  return objectOf(Object.entries(value).map(([key, each]) => [key, shortened(each, depth - 1)] as const));
}

function head({ definition, operation }: PlannedTool): object {
  const { name, description } = definition;
  const { method, path, tags, scopes } = operation;
  return { name, method, path, description, ...(tags.length > 0 && { tags }), ...(scopes.length > 0 && { scopes }) };
}

/** What each argument is, in a line. */
function outlineOf(inputSchema: JsonSchema): object {
  const required = member(inputSchema, 'required');
  const properties = member(inputSchema, 'properties');
  return objectOf(
    Object.entries(isObject(properties) ? properties : {}).map(([name, schema]) => {
      const isRequired = Array.isArray(required) && required.includes(name);
      const kind = member(schema, 'type');
      const about = textMember(schema, 'description') ?? '';
      const words = [isRequired ? 'required' : '', [kind].flat().join(' or '), about].filter((part) => part !== '');
      return [name, words.join(', ').slice(0, longestOutline)] as const;
    }),
  );
}

/** Those that the schema leads to, through any number of others. */
function definitionsReached(schema: unknown, definitions: unknown): Readonly<Record<string, unknown>> {
  const reached = new Map<string, unknown>();
  const open: unknown[] = [schema];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    const name = /^#\/\$defs\/(?<name>.+)$/u.exec(textMember(value, '$ref') ?? '')?.groups?.['name'] ?? '';
    const definition = member(definitions, name);
    if (definition !== undefined && !reached.has(name)) {
      reached.set(name, definition);
      open.push(definition);
    }
    open.push(...(Object.values(value) as unknown[]));
  }
  return objectOf(reached);
}

const textResult = (text: string): CallResult => ({ content: [{ type: 'text', text }] });
