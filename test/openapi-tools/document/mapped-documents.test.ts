/** References lead into documents that were handed in, by their addresses; nothing is fetched. */
import { describe, expect, it } from '@jest/globals';
import { planSchema } from '../../support/planned-schema.ts';

const text = { type: 'string' };

describe('documents that were handed in', () => {
  const common = {
    Name: text,
    Person: { type: 'object', properties: { name: { $ref: '#/Name' }, home: { $ref: 'more/place.json#/Place' } } },
  };
  const place = { Place: { type: 'object', properties: { owner: { $ref: '../common.json#/Name' } } } };

  it.each([
    [{ 'common.json': common, 'more/place.json': place }],
    [{ './common.json': common, './more/place.json': place }],
  ])('are found by their address, relative to the one that refers to them', (references) => {
    const planned = planSchema({ $ref: './common.json#/Person' }, { references });
    expect(planned.problems).toEqual([]);
    expect(planned.takes({ name: 'a', home: { owner: 'b' } })).toBe(true);
    for (const wrong of [{ name: 1 }, { home: { owner: 1 } }]) expect(planned.takes(wrong)).toBe(false);
  });

  it('are found by addresses of the web, which are not asked', () => {
    const references = { 'https://a.example/v1/common.json': common, 'https://a.example/v1/more/place.json': place };
    const planned = planSchema({ $ref: 'https://a.example/v1/common.json#/Person' }, { references });
    expect(planned.problems).toEqual([]);
    expect(planned.takes({ home: { owner: 1 } })).toBe(false);
  });

  it('are found by the address that they call themselves', () => {
    const references = { 'any.json': { $id: 'https://a.example/common.json', ...common, Person: { $ref: '#/Name' } } };
    const planned = planSchema({ $ref: 'https://a.example/common.json#/Person' }, { references });
    expect([planned.takes('a'), planned.takes(1)]).toEqual([true, false]);
  });

  it('are found relative to the $self of the document', () => {
    const references = { 'https://a.example/v1/common.json': common };
    const around = { version: '3.2.0', references, document: { $self: 'https://a.example/v1/openapi.json' } };
    const planned = planSchema(
      { anyOf: [{ $ref: 'common.json#/Name' }, { $ref: 'openapi.json#/components/schemas/A' }] },
      { ...around, schemas: { A: { type: 'boolean' } } },
    );
    expect(planned.problems).toEqual([]);
    expect([planned.takes('a'), planned.takes(true), planned.takes(1)]).toEqual([true, true, false]);
  });

  it('keep their definitions apart, however alike their names are', () => {
    const references = { 'a.json': { Name: text }, 'b.json': { Name: { type: 'integer' } } };
    const planned = planSchema(
      { anyOf: [{ $ref: 'a.json#/Name' }, { $ref: 'b.json#/Name' }, { $ref: '#/components/schemas/Name' }] },
      { references, schemas: { Name: { type: 'boolean' } } },
    );
    expect(Object.keys(planned.definitions)).toHaveLength(3);
    expect(planned.definitions['Name']).toEqual({ type: 'boolean' });
    expect(['a', 1, true, []].map(planned.takes)).toEqual([true, true, true, false]);
  });

  it('are named in what is reported', () => {
    const planned = planSchema({ $ref: 'a.json#/A' }, { references: { 'a.json': { A: { $ref: '#/Gone' } } } });
    expect(planned.problems[0]).toMatchObject({ path: 'a.json#/A' });
  });

  it.each([
    ['text', { 'a.json': 'openapi: 3.1.0' as unknown as object }],
    ['null', { 'a.json': null as unknown as object }],
    ['an address with a fragment', { 'a.json#/A': {} }],
    ['no address', { 'http://[': {} }],
  ])('are refused at start as %s', (_title, references) => {
    expect(() => planSchema({}, { references })).toThrow(/references/u);
  });
});
