/** What an agent can't say with the tools that were made: counted from the document alone, by none of the generators' code. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { MadeTool } from './generators.ts';
import { type Json, listAt, objectAt, operationsOf, type Saying } from './operations.ts';

export interface Losses {
  /** Operations without a tool. */
  readonly operations: number;
  /** Parameters, members of bodies and whole bodies that no argument of their operation's tool stands for. */
  readonly args: number;
  /** Tools whose schema hosts refuse: none of JSON Schema 2020-12, a reference to what isn't in it, or another root than a plain object (MCP, tools). */
  readonly schemas: number;
}

export function lossesOf(document: Json, tools: readonly MadeTool[]): Losses {
  const byOperation = new Map(tools.map((tool) => [`${tool.method} ${tool.path}`, tool]));
  const all = operationsOf(document);
  const unsaid = all.flatMap(({ method, path, sayings }) => {
    const tool = byOperation.get(`${method} ${path}`);
    return tool ? [unsayable(sayings, tool)] : [];
  });
  return {
    operations: all.length - unsaid.length,
    args: unsaid.reduce((sum, count) => sum + count, 0),
    schemas: tools.filter(({ shown }) => !isUsable(shown.inputSchema as Json)).length,
  };
}

/** An argument stands for one thing: of the same name, or a longer one that contains it. Of a body that is one argument, the schema must name the members. */
function unsayable(sayings: readonly Saying[], { shown }: MadeTool): number {
  const free = argumentsOf(shown.inputSchema as Json).map(bare);
  const isWholeBody = free.some((name) => name === 'body' || name === 'requestbody');
  const text = isWholeBody ? JSON.stringify(shown.inputSchema) : '';
  const claim = (fits: (name: string) => boolean): boolean => {
    const at = free.findIndex(fits);
    if (at !== -1) free.splice(at, 1);
    return at !== -1;
  };
  return sayings
    .filter(({ name, isOfBody }) => !(isOfBody && text.includes(`"${name}"`)))
    .filter(({ name }) => !claim((each) => each === bare(name)))
    .filter(({ name }) => !claim((each) => each.includes(bare(name)))).length;
}

const combinators = ['allOf', 'anyOf', 'oneOf'] as const;

/** Those of every branch, too. */
function argumentsOf(schema: Json): string[] {
  const branches = combinators.flatMap((combinator) => listAt(schema, combinator) as Json[]);
  return [...Object.keys(objectAt(schema, 'properties')), ...branches.flatMap(argumentsOf)];
}

const ajv = new Ajv2020({ strict: false, logger: false });

const isUsable = (schema: Json): boolean =>
  schema['type'] === 'object' &&
  combinators.every((combinator) => !(combinator in schema)) &&
  ajv.validateSchema(schema) === true &&
  !JSON.stringify(schema).includes('"$ref":"#/components/');

/** Generators differ in what stands between the words of a name. */
const bare = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/gu, '');
