/** Schemas that were made to break whoever reads them: planning ends soon, crashes on none, and its tools are of bounded size. */
import { describe, expect, it } from '@jest/globals';
import { openApiTools, OpenApiError } from '@granthouse/openapi-tools';
import { compileInput, documentWith, planSchema } from '../../support/planned-schema.ts';
import { processorTime } from '../../support/processor-time.ts';

const text = { type: 'string' };
const at = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const numbers = (length: number) => Array.from({ length }, (_, index) => index);
const chain = (length: number, link: (next: object) => object) =>
  Object.fromEntries(
    numbers(length).map((index) => [`S${index}`, index === length - 1 ? text : link(at(`S${index + 1}`))]),
  );
const nested = (depth: number, around: (inner: object) => object) =>
  numbers(depth).reduce<object>((inner) => around(inner), text);
const huge = 'n'.repeat(1024 * 1024);

/** How many tools, skipped operations and refusals, and how long what is said of them is. */
function plannedOrRefused(document: object): { count: number; size: number } {
  try {
    const { tools, skipped } = openApiTools(document, { server: 'https://api.example' });
    for (const tool of tools.values()) compileInput(tool);
    const list = JSON.stringify([...tools.values()].map(({ definition }) => definition));
    return { count: skipped.length + tools.size, size: list.length };
  } catch (error) {
    if (!(error instanceof OpenApiError)) throw error;
    return { count: 1, size: error.message.length };
  }
}

/** Milliseconds on the slowest machine that is thought of; what is exponential takes for ever. */
const soon = 30_000;

const schemas: [string, () => [unknown, object]][] = [
  ['a chain of 5,000 references', () => [at('S0'), chain(5000, (next) => next)]],
  ['a chain of 5,000 properties', () => [at('S0'), chain(5000, (next) => ({ properties: { next } }))]],
  ['a chain of 5,000 allOf', () => [at('S0'), chain(5000, (next) => ({ allOf: [next, { title: 'A' }] }))]],
  [
    'a chain of 5,000 readOnly candidates',
    () => [at('S0'), chain(5000, (next) => ({ properties: { id: next }, required: ['id'] }))],
  ],
  ['2 ** 60 ways through properties', () => [at('S0'), chain(60, (next) => ({ properties: { a: next, b: next } }))]],
  ['2 ** 60 ways through allOf', () => [at('S0'), chain(60, (next) => ({ allOf: [next, next] }))]],
  [
    '2 ** 60 ways through branches',
    () => [at('S0'), chain(60, (next) => ({ anyOf: [next, next], oneOf: [next, next] }))],
  ],
  [
    'a web in which 100 schemas lead to each other',
    () => {
      const all = numbers(100).map((index) => at(`S${index}`));
      return [
        at('S0'),
        Object.fromEntries(
          numbers(100).map((index) => [`S${index}`, { anyOf: all, properties: { a: { allOf: all } } }]),
        ),
      ];
    },
  ],
  ['900 levels of properties', () => [nested(900 / 2 - 20, (inner) => ({ properties: { a: inner } })), {}]],
  ['900 levels of not', () => [nested(900, (not) => ({ not })), {}]],
  ['2,000 levels of items', () => [nested(2000, (items) => ({ type: 'array', items })), {}]],
  ['20,000 levels in a default', () => [{ default: nested(20_000, (a) => ({ a })) }, {}]],
  [
    'a shared object with 2 ** 40 ways through it',
    () => [nested(40, (inner) => ({ properties: { a: inner, b: inner } })), {}],
  ],
  [
    '100,000 properties',
    () => [{ properties: Object.fromEntries(numbers(100_000).map((index) => [`p${index}`, text])) }, {}],
  ],
  ['100,000 branches', () => [{ anyOf: numbers(100_000).map(() => text) }, {}]],
  ['100,000 values', () => [{ enum: numbers(100_000) }, {}]],
  ['a value of a megabyte', () => [{ enum: [huge], default: huge, const: huge, examples: [huge] }, {}]],
  [
    'a name of a megabyte',
    () => [
      {
        properties: { [huge]: text },
        required: [huge],
        dependentRequired: { [huge]: ['a'] },
        dependentSchemas: { [huge]: {} },
      },
      {},
    ],
  ],
  [
    'words of a megabyte',
    () => [{ type: 'string', title: huge, description: huge, format: huge, pattern: huge, contentMediaType: huge }, {}],
  ],
  [
    'components with names of a megabyte',
    () => [
      { properties: Object.fromEntries(numbers(40).map((index) => [`p${index}`, at(`${huge}/properties/p${index}`)])) },
      { [huge]: { properties: Object.fromEntries(numbers(40).map((index) => [`p${index}`, text])) } },
    ],
  ],
  ['a reference of a megabyte', () => [{ $ref: `#/components/schemas/${huge}` }, {}]],
  ['a type of a megabyte', () => [{ type: huge }, {}]],
  ['an expression that compiles slowly', () => [{ pattern: `${'('.repeat(1000)}a${')+'.repeat(1000)}` }, {}]],
];

describe('a hostile schema', () => {
  it.each(schemas)('of %s is planned soon, bounded and compiles, or is refused in words', (_title, make) => {
    const [schema, components] = make();
    const spent = processorTime();
    for (const version of ['3.0.3', '3.1.0']) {
      const { count, size } = plannedOrRefused(documentWith(schema, { version, schemas: components }));
      expect(count).toBe(1);
      expect(size).toBeLessThan(1024 * 1024);
    }
    expect(spent()).toBeLessThan(soon);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'with a property named %s takes what it says, and changes no prototype',
    (name) => {
      const schema = JSON.parse(
        `{"type":"object","properties":{"${name}":{"type":"string"},"a":{"$ref":"#/components/schemas/${name}"}},"required":["${name}"]}`,
      ) as object;
      const components = JSON.parse(`{"${name}":{"type":"integer"}}`) as object;
      const { problems, schema: shown, takes } = planSchema(schema, { schemas: components });
      expect(problems).toEqual([]);
      expect(JSON.stringify(shown)).toContain(`"${name}":{"type":"string"}`);
      expect(takes(JSON.parse(`{"${name}":"x","a":1}`))).toBe(true);
      expect(takes({ a: 'x' })).toBe(false);
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect(({} as Record<string, unknown>)['type']).toBeUndefined();
    },
  );
});
