/** What is shown to a host of narrow taste allows at least what arguments are judged by: no agent is kept from a call that would be let through. */
import { expect, it } from '@jest/globals';
import { openApiTools, type ToolLimits } from '@granthouse/openapi-tools';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { propertyRuns } from '../../support/property-runs.ts';

const types = ['string', 'integer', 'null', 'array', 'object', 'boolean'];
/** Of few keywords each, so that values fit. */
const { schema } = fc.letrec<{ schema: object; inner: object }>((tie) => {
  const inner = tie('inner');
  const all = new Map<string, fc.Arbitrary<unknown>>(
    Object.entries({
      type: fc.oneof(
        fc.constantFrom(...types),
        fc.uniqueArray(fc.constantFrom(...types), { minLength: 1, maxLength: 3 }),
      ),
      const: fc.constantFrom('a', 1, null),
      enum: fc.uniqueArray(fc.constantFrom('a', 'b', 1, null), { minLength: 1 }),
      minLength: fc.integer({ min: 0, max: 2 }),
      minimum: fc.integer({ min: 0, max: 2 }),
      items: inner,
      prefixItems: fc.array(inner, { minLength: 1, maxLength: 2 }),
      contains: inner,
      minContains: fc.constantFrom(0, 2),
      maxContains: fc.constant(1),
      properties: fc.record({ a: inner, b: inner }, { requiredKeys: [] }),
      patternProperties: fc.record({ '^a': inner }),
      required: fc.constantFrom(['a'], []),
      additionalProperties: fc.oneof(fc.constant(false), inner),
      unevaluatedProperties: fc.constant(false),
      unevaluatedItems: fc.constant(false),
      oneOf: fc.array(inner, { minLength: 1, maxLength: 3 }),
      anyOf: fc.array(inner, { minLength: 1, maxLength: 2 }),
      allOf: fc.array(inner, { minLength: 1, maxLength: 2 }),
      not: inner,
      $ref: fc.constantFrom('#/components/schemas/One', '#/components/schemas/Two'),
    }),
  );
  for (const keyword of ['if', 'then', 'else']) all.set(keyword, inner);
  const groups = [
    ['if', 'then', 'else'],
    ['contains', 'minContains', 'maxContains'],
    ['prefixItems', 'items'],
  ];
  const some = fc.oneof(
    fc.uniqueArray(fc.constantFrom(...all.keys()), { minLength: 1, maxLength: 2 }),
    fc.constantFrom(...groups),
    fc.constantFrom(...all.keys()).map((keyword) => [keyword, 'unevaluatedProperties', 'unevaluatedItems']),
  );
  return {
    inner: fc.oneof({ maxDepth: 3 }, fc.constant({}), tie('schema')),
    schema: some.chain((keys) =>
      fc.record(Object.fromEntries(keys.map((key) => [key, all.get(key) ?? fc.constant({})]))),
    ),
  };
});
const sample = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('', 'a', 'b', 'abc', 0, 1, 5, null, true),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.record({ a: tie('value'), b: tie('value'), c: tie('value') }, { requiredKeys: [] }),
  ),
})).value;
const keywords = [
  'const',
  'enum',
  'oneOf',
  'anyOf',
  'allOf',
  'not',
  'if',
  'else',
  'items',
  'prefixItems',
  'contains',
  'minContains',
  'patternProperties',
  'additionalProperties',
  '$ref',
];
const someLimits = fc.record({
  refusedKeywords: fc.uniqueArray(fc.constantFrom(...keywords), { maxLength: 4 }),
  singleTypes: fc.boolean(),
  arrayItems: fc.boolean(),
});

it.each<[object, readonly string[], unknown]>([
  [{ not: { type: 'string', minLength: 2 } }, ['minLength'], 'a'],
  [{ oneOf: [{ maxLength: 1 }, { minLength: 2 }] }, ['minLength'], 'a'],
  [JSON.parse('{"if":{"minLength":2},"then":false}') as object, ['minLength'], 'a'],
  [{ allOf: [{ properties: { a: {} } }], unevaluatedProperties: false }, ['allOf'], { a: 1 }],
  [{ allOf: [{ patternProperties: { '^a': {} } }], unevaluatedProperties: false }, ['patternProperties'], { a: 1 }],
  [{ contains: { minLength: 2 }, maxContains: 1 }, ['minLength'], ['aa', 'a']],
  [{ contains: { type: 'string' }, minContains: 0 }, ['minContains'], []],
  [{ prefixItems: [{ type: 'string' }], items: false }, ['prefixItems'], ['a']],
  [{ patternProperties: { '^a': {} }, additionalProperties: false }, ['patternProperties'], { a: 1 }],
  [{ not: { $ref: '#/components/schemas/Long' } }, ['minLength'], 'a'],
])('%j without %j still allows %j', (root, refusedKeywords, value) => {
  const [judged, shown] = judges([root, { Long: { type: 'string', minLength: 2 } }], { refusedKeywords });
  expect([judged({ value }), shown({ value })]).toEqual([true, true]);
});

it('allows whatever the judged one allows, for any schema, limits and value', () => {
  fc.assert(
    fc.property(schema, schema, schema, someLimits, fc.array(sample, { minLength: 5, maxLength: 20 }), (...given) => {
      const [root, One, Two, limits, values] = given;
      const [judged, shown] = judges([root, { One, Two }], limits);
      const stricter = values.filter((value) => verdict(judged, { value }) && verdict(shown, { value }) === false);
      expect(stricter).toEqual([]);
    }),
    { numRuns: propertyRuns(40) },
  );
});

function judges([root, schemas]: [object, object], limits: ToolLimits) {
  const paths = { '/x': { get: { operationId: 'x', parameters: [{ name: 'value', in: 'query', schema: root }] } } };
  const document = { openapi: '3.1.0', info: {}, paths, components: { schemas } };
  const tool = openApiTools(document, { server: 'https://api.example.com', limits }).tools.get('x');
  const compiled = (each: object | undefined) => new Ajv2020({ strict: false, logger: false }).compile(each ?? {});
  return [compiled(tool?.argumentSchema), compiled(tool?.definition.inputSchema)] as const;
}

/** Undefined where the validator itself gives up: at a reference that leads back to itself at the same place, for one. */
function verdict(judge: (value: unknown) => unknown, value: unknown): boolean | undefined {
  try {
    return judge(value) === true;
  } catch {
    return undefined;
  }
}
