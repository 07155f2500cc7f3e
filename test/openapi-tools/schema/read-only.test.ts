/** What only answers have is no input, wherever it is said; what only requests have is one. */
import { describe, expect, it } from '@jest/globals';
import { planSchema } from '../../support/planned-schema.ts';

const text = { type: 'string' };
const schemas = {
  Id: { type: 'string', readOnly: true },
  Alias: { $ref: '#/components/schemas/Id' },
  Base: {
    type: 'object',
    properties: { id: { $ref: '#/components/schemas/Id' }, name: text },
    required: ['id', 'name'],
  },
};

const rows: [string, string, unknown][] = [
  ['in the property', '3.0.3', { type: 'string', readOnly: true }],
  ['behind a reference', '3.0.3', { $ref: '#/components/schemas/Id' }],
  ['behind two references', '3.1.0', { $ref: '#/components/schemas/Alias' }],
  ['beside a reference', '3.1.0', { $ref: '#/components/schemas/Base', readOnly: true }],
  ['in a part of allOf', '3.0.3', { allOf: [text, { readOnly: true }] }],
  ['behind a reference in allOf', '3.0.3', { allOf: [{ $ref: '#/components/schemas/Alias' }], description: 'A' }],
];

describe('a readOnly property', () => {
  it.each(rows)('is neither shown nor required when it is marked %s (%s)', (_title, version, id) => {
    const schema = { type: 'object', properties: { id, name: text }, required: ['id', 'name'] };
    expect(planSchema(schema, { version, schemas }).schema).toEqual({
      type: 'object',
      properties: { name: text },
      required: ['name'],
    });
  });

  it('is not required by a part of allOf that does not declare it', () => {
    const planned = planSchema(
      { allOf: [{ $ref: '#/components/schemas/Base' }, { required: ['id', 'name'] }] },
      { schemas },
    );
    expect(planned.takes({ name: 'a' })).toBe(true);
    expect(planned.takes({})).toBe(false);
  });

  it('is left out of a definition', () => {
    const planned = planSchema({ $ref: '#/components/schemas/Base' }, { schemas });
    expect(planned.definitions).toEqual({ Base: { type: 'object', properties: { name: text }, required: ['name'] } });
  });

  it('is one for the whole object that it stands in, not for those beside it', () => {
    const part = { type: 'object', properties: { id: text }, required: ['id'] };
    const schema = { type: 'object', properties: { id: { ...text, readOnly: true }, part } };
    expect(planSchema(schema).schema).toEqual({ type: 'object', properties: { part } });
  });

  it('stays an input when it is only called so', () => {
    const schema = { type: 'object', properties: { readOnly: { type: 'boolean' } }, required: ['readOnly'] };
    expect(planSchema(schema).schema).toEqual(schema);
  });

  it('stays one when it is writeOnly', () => {
    const schema = { type: 'object', properties: { password: { ...text, writeOnly: true } } };
    expect(planSchema(schema).schema).toEqual(schema);
  });
});
