/** Schemas of OpenAPI 3.0 become JSON Schema 2020-12 in words that every host takes. */
import { describe, expect, it } from '@jest/globals';
import { planSchema } from '../../support/planned-schema.ts';

const nothing = { type: 'null' };
const pet = { type: 'object', properties: { name: { type: 'string' } } };

const rows: [string, string, unknown, unknown][] = [
  ['nullable', '3.0.3', { type: 'string', nullable: true }, { anyOf: [{ type: 'string' }, nothing] }],
  [
    'nullable, with what is said outside and what judges inside',
    '3.0.3',
    { type: 'string', nullable: true, description: 'A', default: null, maxLength: 3, deprecated: true },
    { description: 'A', default: null, deprecated: true, anyOf: [{ type: 'string', maxLength: 3 }, nothing] },
  ],
  [
    'a nullable enumeration that lists null',
    '3.0.3',
    { type: 'string', nullable: true, enum: ['a', null] },
    { anyOf: [{ type: 'string', enum: ['a'] }, nothing] },
  ],
  [
    'a nullable enumeration that does not list null',
    '3.0.3',
    { type: 'string', nullable: true, enum: ['a'] },
    { anyOf: [{ type: 'string', enum: ['a'] }, nothing] },
  ],
  ['an enumeration of null alone', '3.0.3', { enum: [null], description: 'A' }, { description: 'A', type: 'null' }],
  [
    'nullable beside a reference',
    '3.0.3',
    { $ref: '#/components/schemas/Pet', nullable: true, description: 'A' },
    { description: 'A', anyOf: [{ $ref: '#/$defs/Pet' }, nothing] },
  ],
  [
    'nullable beside allOf',
    '3.0.3',
    { allOf: [{ $ref: '#/components/schemas/Pet' }], nullable: true },
    { anyOf: [{ allOf: [{ $ref: '#/$defs/Pet' }] }, nothing] },
  ],
  [
    'nullable beside a union, which takes null as one more branch',
    '3.0.3',
    { anyOf: [{ type: 'string' }, { type: 'integer' }], nullable: true },
    { anyOf: [{ type: 'string' }, { type: 'integer' }, nothing] },
  ],
  ['nullable alone, which accepts anything', '3.0.3', { nullable: true }, {}],
  [
    'a type that is null',
    '3.0.3',
    { anyOf: [{ type: 'string' }, { type: null }] },
    { anyOf: [{ type: 'string' }, nothing] },
  ],
  [
    'exclusiveMinimum: true',
    '3.0.3',
    { type: 'integer', minimum: 0, exclusiveMinimum: true },
    { type: 'integer', exclusiveMinimum: 0 },
  ],
  [
    'exclusiveMaximum: false',
    '3.0.3',
    { type: 'integer', maximum: 9, exclusiveMaximum: false },
    { type: 'integer', maximum: 9 },
  ],
  [
    'exclusiveMinimum: true without a minimum',
    '3.0.3',
    { type: 'integer', exclusiveMinimum: true },
    { type: 'integer' },
  ],
  [
    'exclusiveMinimum: true in 3.1',
    '3.1.0',
    { type: 'integer', minimum: 0, exclusiveMinimum: true },
    { type: 'integer', exclusiveMinimum: 0 },
  ],
  [
    'words of OpenAPI alone',
    '3.0.3',
    { ...pet, xml: { name: 'p' }, externalDocs: {}, discriminator: { propertyName: 'name' }, 'x-a': 1 },
    pet,
  ],
  ['an example', '3.0.3', { type: 'string', example: 'Rex' }, { type: 'string', examples: ['Rex'] }],
  ['bytes', '3.0.3', { type: 'string', format: 'byte' }, { type: 'string', format: 'byte' }],
  ['a reference alone', '3.0.3', { $ref: '#/components/schemas/Pet' }, { $ref: '#/$defs/Pet' }],
  ['a list that says nothing of its items', '3.0.3', { type: 'array' }, { type: 'array', items: {} }],
  [
    'oneOf, whose branches inputs can make alike',
    '3.0.3',
    { oneOf: [{ type: 'integer' }, { type: 'number' }] },
    { anyOf: [{ type: 'integer' }, { type: 'number' }] },
  ],
  [
    'oneOf beside anyOf',
    '3.0.3',
    { oneOf: [{ minLength: 1 }], anyOf: [{ type: 'string' }, { type: 'integer' }] },
    { anyOf: [{ type: 'string' }, { type: 'integer' }], allOf: [{ anyOf: [{ minLength: 1 }] }] },
  ],
];

describe('a schema as an input shows it', () => {
  it.each(rows)('%s (%s)', (_title, version, schema, expected) => {
    const planned = planSchema(schema, { version, schemas: { Pet: pet } });
    expect(planned.schema).toEqual(expected);
    expect(planned.problems).toEqual([]);
  });

  it('says that 3.0 ignores what judges beside a reference', () => {
    const schema = { $ref: '#/components/schemas/Pet', required: ['name'], description: 'A' };
    const planned = planSchema(schema, { schemas: { Pet: pet } });
    expect(planned.schema).toEqual({ $ref: '#/$defs/Pet', description: 'A' });
    expect(planned.problems).toMatchObject([{ found: 'words beside a reference: required' }]);
  });

  it('keeps properties that are called like words of a schema', () => {
    const properties = Object.fromEntries(
      [
        'example',
        '$ref',
        'nullable',
        'properties',
        'allOf',
        'items',
        'readOnly',
        'type',
        'x-a',
        '$id',
        'constructor',
      ].map((name) => [name, { type: 'string' }]),
    );
    const planned = planSchema({ type: 'object', properties, required: ['$ref', 'example'] });
    expect(planned.schema).toEqual({ type: 'object', properties, required: ['$ref', 'example'] });
    expect(planned.takes({ $ref: 'a', example: 'b' })).toBe(true);
    expect(planned.takes({ $ref: 'a' })).toBe(false);
  });

  it('keeps default, deprecated and writeOnly, and drops readOnly from what stays', () => {
    const schema = { type: 'string', default: 'a', deprecated: true, writeOnly: true };
    expect(planSchema({ ...schema, readOnly: false }).schema).toEqual(schema);
  });
});
