/** Whatever a schema of 3.1 takes, its input takes too: it is written in other words, and never refuses more. */
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { propertyRuns } from '../../support/property-runs.ts';
import { planSchema } from '../../support/planned-schema.ts';

const values = fc.constantFrom<unknown>(
  null,
  true,
  0,
  1,
  2.5,
  '',
  'a',
  'bb',
  [],
  ['a'],
  [1, null],
  {},
  { a: 1 },
  { a: 'a', b: null },
  { a: { a: 1 } },
);
const types = fc.constantFrom('null', 'boolean', 'integer', 'number', 'string', 'array', 'object');
const components = {
  A: { type: 'string' },
  B: { type: ['object', 'null'], properties: { a: { $ref: '#/components/schemas/B' } } },
};

const { schema: schemas } = fc.letrec<{ part: object; schema: object }>((tie) => {
  const some = fc.array(tie('part'), { minLength: 1, maxLength: 2 });
  return {
    part: fc.oneof({ maxDepth: 1 }, fc.record({ type: types }), fc.record({ enum: fc.tuple(values) }), tie('schema')),
    schema: fc.record(
      {
        type: fc.oneof(types, fc.uniqueArray(types, { minLength: 1, maxLength: 3 })),
        enum: fc.uniqueArray(values, { minLength: 1, maxLength: 4 }),
        const: values,
        minimum: fc.integer({ min: -1, max: 2 }),
        exclusiveMaximum: fc.integer({ min: 0, max: 3 }),
        minLength: fc.nat(2),
        pattern: fc.constantFrom('^a', 'b$'),
        required: fc.uniqueArray(fc.constantFrom('a', 'b'), { maxLength: 2 }),
        properties: fc.dictionary(fc.constantFrom('a', 'b'), tie('part')),
        additionalProperties: fc.oneof(fc.boolean(), tie('part')),
        items: fc.oneof(fc.boolean(), tie('part')),
        prefixItems: some,
        contains: tie('part'),
        minContains: fc.nat(2),
        allOf: some,
        anyOf: some,
        oneOf: some,
        not: tie('part'),
        if: tie('part'),
        else: tie('part'),
        dependentRequired: fc.constantFrom({ a: ['b'] }, {}),
        propertyNames: tie('part'),
        description: fc.constant('A'),
        $ref: fc.constantFrom('#/components/schemas/A', '#/components/schemas/B'),
      },
      { requiredKeys: [] },
    ),
  };
});

describe('an input', () => {
  it('takes whatever the schema of the document takes', () => {
    fc.assert(
      fc.property(schemas, fc.array(values, { minLength: 5, maxLength: 10 }), (schema, samples) => {
        const judge = new Ajv2020({ strict: false, ownProperties: true, logger: false }).compile({
          components: { schemas: components },
          ...schema,
        });
        const planned = planSchema(schema, { version: '3.1.0', schemas: components });
        expect(planned.problems).toEqual([]);
        const refused = samples.filter((value) => judge(value) && !planned.takes(value));
        expect(refused).toEqual([]);
      }),
      { numRuns: propertyRuns(100) },
    );
  });
});
