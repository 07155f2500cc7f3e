/** Planned tools as hosts with these limits take them. Where arguments go stays as it was planned, so that none is lost. */
import { createHash } from 'node:crypto';
import { type JsonSchema, member, objectOf } from '../json.ts';
import { nameAll } from '../plan/names.ts';
import type { PlannedArgument, PlannedTool, ToolDefinition } from '../plan/plan.ts';
import { shortened } from '../plan/shortened.ts';
import { fits, longestName, type ToolLimits } from './tool-limits.ts';
import { weakerSchema } from './weaker-schema.ts';

/** In their order. How many there may be is not mended: which ones to leave out is for whoever serves them to say. */
export function mendTools(tools: readonly PlannedTool[], limits: ToolLimits): PlannedTool[] {
  const names = nameAll(tools, ({ definition, operation }, round) =>
    wish(definition.name, {
      stands: `${operation.method} ${operation.path}`,
      limit: { pattern: limits.namePattern, length: longestName(limits) },
      round,
    }),
  );
  return tools.map((tool) => {
    const { definition, ...rest } = withKeys(tool, limits);
    const name = names.get(tool) ?? definition.name;
    const description = shortened(definition.description, limits.descriptionLength ?? Infinity);
    const inputSchema = weakerSchema(definition.inputSchema, limits);
    return { ...rest, definition: { ...definition, name, description, inputSchema } };
  });
}

function withKeys(tool: PlannedTool, { keyPattern, keyLength = Infinity }: ToolLimits): PlannedTool {
  const limit = { pattern: keyPattern, length: keyLength };
  const names = nameAll([...tool.arguments], ([name, { in: place, wireName }], round) =>
    wish(name, { stands: JSON.stringify([place, wireName]), limit, round }),
  );
  const renamed = new Map([...names].map(([[before], after]) => [before, after]));
  if ([...renamed].every(([before, after]) => before === after)) return tool;
  const after = (name: string) => renamed.get(name) ?? name;
  const all = [...tool.arguments].map(([name, argument]): [string, PlannedArgument] => [after(name), argument]);
  const argumentSchema = schemaWithKeys(tool.argumentSchema, after);
  const inputSchema = schemaWithKeys(tool.definition.inputSchema, after);
  return { ...tool, arguments: new Map(all), argumentSchema, definition: { ...tool.definition, inputSchema } };
}

function schemaWithKeys(schema: JsonSchema, after: (name: string) => string): ToolDefinition['inputSchema'] {
  const renamed = (list: unknown) => (Array.isArray(list) ? list.map((name) => after(String(name))) : list);
  const of = (keyword: string): [string, unknown][] => Object.entries(member(schema, keyword) ?? {});
  const { required, dependentRequired } = schema;
  return {
    ...schema,
    type: 'object',
    properties: objectOf(of('properties').map(([name, value]) => [after(name), value])),
    ...(required !== undefined && { required: renamed(required) }),
    ...(dependentRequired !== undefined && {
      dependentRequired: objectOf(of('dependentRequired').map(([name, others]) => [after(name), renamed(others)])),
    }),
  };
}

interface Renaming {
  /** What the name stands for, so that a made name doesn't depend on the others. */
  readonly stands: string;
  readonly limit: { readonly pattern: string | undefined; readonly length: number };
  readonly round: number;
}

function wish(name: string, { stands, limit, round }: Renaming) {
  if (round === 0) return name.length <= limit.length && fits(limit.pattern, name) ? { name, rank: 0 } : undefined;
  const hash = createHash('sha256')
    .update(round > 1 ? `${stands} ${round}` : stands)
    .digest('hex')
    .slice(0, 8);
  const stem = name.replaceAll(/[^A-Za-z0-9_]+/gu, '_').replace(/^(?![A-Za-z_])/u, '_');
  return { name: `${stem.slice(0, Math.max(limit.length - 9, 1))}_${hash}`, rank: 0 };
}
