/** Schemas of OpenAPI 3.1 and 3.2, whose words JSON Schema knows already, become JSON Schema 2020-12 in words that every host takes. */
import { describe, expect, it } from '@jest/globals';
import { planSchema } from '../../support/planned-schema.ts';

const nothing = { type: 'null' };
const pet = { type: 'object', properties: { name: { type: 'string' } } };

const rows: [string, string, unknown, unknown][] = [
  [
    'a type array with null',
    '3.1.0',
    { type: ['string', 'null'], maxLength: 3 },
    { anyOf: [{ type: 'string', maxLength: 3 }, nothing] },
  ],
  ['a type array of one', '3.1.0', { type: ['string'] }, { type: 'string' }],
  [
    'a type array of several',
    '3.1.0',
    { type: ['string', 'array'], maxLength: 3 },
    { maxLength: 3, anyOf: [{ type: 'string' }, { type: 'array', items: {} }] },
  ],
  [
    'a type array of several beside a union',
    '3.1.0',
    { type: ['string', 'integer'], anyOf: [{ const: 'a' }, { const: 1 }] },
    { anyOf: [{ enum: ['a'] }, { enum: [1] }], allOf: [{ anyOf: [{ type: 'string' }, { type: 'integer' }] }] },
  ],
  ['integer beside number', '3.1.0', { type: ['integer', 'number'] }, { type: 'number' }],
  ['const', '3.1.0', { type: 'string', const: 'a' }, { type: 'string', enum: ['a'] }],
  ['const null', '3.1.0', { const: null }, nothing],
  [
    'words beside a reference that only say something',
    '3.1.0',
    { $ref: '#/components/schemas/Pet', description: 'A' },
    { description: 'A', $ref: '#/$defs/Pet' },
  ],
  [
    'words beside a reference that judge',
    '3.1.0',
    { $ref: '#/components/schemas/Pet', required: ['name'] },
    { required: ['name'], allOf: [{ $ref: '#/$defs/Pet' }] },
  ],
  [
    'nullable where 3.1 has no such word',
    '3.1.0',
    { type: 'string', nullable: true },
    { anyOf: [{ type: 'string' }, nothing] },
  ],
  [
    'a list by position of older drafts',
    '3.1.0',
    { items: [{ type: 'string' }], additionalItems: false },
    { prefixItems: [{ type: 'string' }], items: false },
  ],
  [
    'true and false as schemas',
    '3.2.0',
    { properties: { a: true, b: false }, additionalProperties: false },
    { properties: { a: {}, b: { not: {} } }, additionalProperties: false },
  ],
  [
    'words of a schema resource, whose references are written anew',
    '3.1.0',
    {
      $id: 'https://a.example/b',
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $anchor: 'a',
      $comment: 'c',
      $defs: { A: {} },
      id: 'x',
      type: 'string',
    },
    { type: 'string' },
  ],
  [
    'allOf of one part',
    '3.1.0',
    { allOf: [{ $ref: '#/components/schemas/Pet' }], description: 'A' },
    { description: 'A', $ref: '#/$defs/Pet' },
  ],
];

describe('a schema as an input shows it', () => {
  it.each(rows)('%s (%s)', (_title, version, schema, expected) => {
    const planned = planSchema(schema, { version, schemas: { Pet: pet } });
    expect(planned.schema).toEqual(expected);
    expect(planned.problems).toEqual([]);
  });
});
