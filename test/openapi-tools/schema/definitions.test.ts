/** `$defs` hold what a tool reaches and nothing else, under names that depend on nothing but the document's own. */
import { describe, expect, it } from '@jest/globals';
import { openApiTools } from '@granthouse/openapi-tools';
import { placeOfSchema, planSchema } from '../../support/planned-schema.ts';

const at = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const of = (name: string) => ({ $ref: `#/$defs/${name}` });

describe('definitions', () => {
  it('hold a schema that contains itself once', () => {
    const Tree = {
      type: 'object',
      properties: { leaf: { type: 'string' }, trees: { type: 'array', items: at('Tree') } },
    };
    const planned = planSchema(at('Tree'), { schemas: { Tree, Other: {} } });
    expect(planned.schema).toEqual(of('Tree'));
    expect(planned.definitions).toEqual({
      Tree: { type: 'object', properties: { leaf: { type: 'string' }, trees: { type: 'array', items: of('Tree') } } },
    });
    expect(planned.takes({ trees: [{ trees: [{ leaf: 'a' }] }] })).toBe(true);
    expect(planned.takes({ trees: [{ trees: [{ leaf: 1 }] }] })).toBe(false);
    expect(planned.problems).toEqual([]);
  });

  it('are called as the components are, where a name can be so', () => {
    const schemas = { 'simple-user': {}, 'a.b': {}, _: {}, constructor: {} };
    const planned = planSchema({ anyOf: Object.keys(schemas).map(at) }, { schemas });
    expect(Object.keys(planned.definitions)).toEqual(['_', 'a.b', 'constructor', 'simple-user']);
  });

  it('have names of their own for what stands elsewhere or is called oddly', () => {
    const schemas = JSON.parse(
      '{"Pet":{"properties":{"tag":{"type":"string"}}},"a/b~c d":{},"__proto__":{"type":"string"}}',
    ) as object;
    const planned = planSchema({ anyOf: [at('Pet/properties/tag'), at('a~1b~0c%20d'), at('__proto__')] }, { schemas });
    expect(Object.keys(planned.definitions)).toEqual([
      expect.stringMatching(/^__proto___[\da-f]{8}$/u),
      expect.stringMatching(/^a_1b_0c_d_[\da-f]{8}$/u),
      expect.stringMatching(/^tag_[\da-f]{8}$/u),
    ]);
    expect(Object.values(planned.definitions)).toEqual([{ type: 'string' }, {}, { type: 'string' }]);
  });

  it('are the same whatever stands before them in the document', () => {
    const schemas = {
      A: { properties: { b: at('B/items') } },
      B: { items: { type: 'string' } },
      items: { type: 'integer' },
    };
    const body = (name: string) => ({
      content: { 'application/json': { schema: { items: at(name), type: 'array' } } },
    });
    const paths = Object.fromEntries(
      ['A', 'B', 'items'].map((name) => [`/${name}`, { post: { operationId: name, requestBody: body(name) } }]),
    );
    const reversed = (value: object) => Object.fromEntries(Object.entries(value).toReversed());
    const plan = (own: object, components: object) => {
      const { tools } = openApiTools(
        { openapi: '3.1.0', info: {}, paths: own, components: { schemas: components } },
        { server: 'https://api.example' },
      );
      return Object.fromEntries([...tools].map(([name, { definition }]) => [name, definition]));
    };
    expect(plan(reversed(paths), reversed(schemas))).toEqual(plan(paths, schemas));
  });

  it('are shared by the tools that reach them', () => {
    const post = { requestBody: { content: { 'application/json': { schema: { type: 'array', items: at('A') } } } } };
    const { tools } = openApiTools(
      {
        openapi: '3.1.0',
        info: {},
        paths: { '/a': { post }, '/b': { post } },
        components: { schemas: { A: { enum: ['a'] } } },
      },
      { server: 'https://api.example' },
    );
    const [one, two] = [...tools.values()].map(({ definition }) => definition.inputSchema['$defs'] as { A: object });
    expect(one?.A).toBe(two?.A);
  });

  it('lose no branch when a base is one of its own heirs', () => {
    const schemas = {
      Pet: {
        type: 'object',
        required: ['kind'],
        properties: { kind: { type: 'string' } },
        oneOf: [at('Cat'), at('Dog')],
      },
      Cat: { allOf: [at('Pet'), { properties: { lives: { type: 'integer' } } }] },
      Dog: { allOf: [at('Pet'), { properties: { tricks: { type: 'array', items: { type: 'string' } } } }] },
    };
    const planned = planSchema(at('Pet'), { schemas });
    expect(planned.definitions['Pet']).toMatchObject({ anyOf: [of('Cat'), of('Dog')] });
    expect(planned.takes({ kind: 'cat', lives: 9 })).toBe(true);
    expect(planned.takes({ lives: 9 })).toBe(false);
    expect(planned.takes({ kind: 'dog', lives: 'many', tricks: 7 })).toBe(false);
    expect(planned.problems.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['#/components/schemas/Cat/allOf/0', '#/components/schemas/Dog/allOf/0']),
    );
  });

  it('lose nothing of two parts that each hold the other', () => {
    const part = (name: string, other: string) => ({ allOf: [at(other), { required: [name] }] });
    for (const schemas of [
      { A: part('a', 'B'), B: part('b', 'A') },
      { B: part('b', 'A'), A: part('a', 'B') },
    ]) {
      const planned = planSchema(at('A'), { schemas });
      expect([planned.takes({ a: 1, b: 1 }), planned.takes({ a: 1 }), planned.takes({ b: 1 })]).toEqual([
        true,
        false,
        false,
      ]);
    }
  });

  const circles: [string, Record<string, unknown>][] = [
    ['of a reference to itself', { A: at('A') }],
    ['of references alone', { A: at('B'), B: at('C'), C: at('A') }],
    ['of allOf', { A: { allOf: [at('B')] }, B: { allOf: [at('A')], type: 'string' } }],
    ['of branches', { A: { anyOf: [at('B')] }, B: { oneOf: [at('A'), { type: 'string' }] } }],
    ['of not', { A: { not: at('A') } }],
  ];
  it.each(circles)('break a circle %s, and say so', (_title, schemas) => {
    const planned = planSchema(at('A'), { schemas });
    expect(planned.takes('a')).toBe(true);
    expect(planned.problems).toContainEqual({
      path: expect.stringContaining('#/components/schemas/'),
      found: 'a schema that contains itself in place',
      remedy: expect.any(String),
    });
  });

  it('accept anything in place of a reference that leads nowhere, and say so', () => {
    const planned = planSchema({ type: 'object', properties: { a: at('Gone') } });
    expect(planned.schema).toEqual({ type: 'object', properties: { a: {} } });
    expect(planned.problems).toEqual([
      {
        path: `${placeOfSchema}/properties/a`,
        found: 'a reference to "#/components/schemas/Gone", where nothing stands',
        remedy: expect.any(String),
      },
    ]);
  });

  it('that would make a tool too large accept anything, those furthest away first, and say so', () => {
    const long = { type: 'object', description: 'd'.repeat(16_000) };
    const schemas = Object.fromEntries(
      Array.from({ length: 20 }, (_each, index) => [
        `S${index}`,
        { ...long, properties: { next: at(`S${index + 1}`) } },
      ]),
    );
    const { definitions, problems } = planSchema(at('S0'), { schemas: { ...schemas, S20: long } });
    expect(definitions['S0']).toMatchObject({ type: 'object' });
    expect(definitions['S8']).toEqual({});
    expect(problems).toMatchObject([{ path: '#/components/schemas/S8', found: expect.stringContaining('beyond') }]);
  });
});
