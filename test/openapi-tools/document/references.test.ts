/** References lead into the document or one that was handed in, wherever OpenAPI has them; what leads nowhere is reported. */
import { describe, expect, it } from '@jest/globals';
import { openApiTools } from '@granthouse/openapi-tools';
import { placeOfSchema, planSchema } from '../../support/planned-schema.ts';

const text = { type: 'string' };

describe('a reference', () => {
  const pointers: [string, string, object][] = [
    ['a component', '#/components/schemas/Name', { Name: text }],
    ['a name with a slash and a tilde', '#/components/schemas/a~1b~0c', { 'a/b~c': text }],
    ['a name that holds ~1', '#/components/schemas/a~01', { 'a~1': text }],
    ['a percent-encoded name', '#/components/schemas/first%20name%25', { 'first name%': text }],
    ['a percent-encoded tilde', '#/components/schemas/a%7E1b', { 'a/b': text }],
    ['a name in another script', '#/components/schemas/%E5%90%8D', { 名: text }],
    ['a place in a list', '#/components/schemas/Union/anyOf/1', { Union: { anyOf: [{}, text] } }],
    ['a name of digits', '#/components/schemas/0', { 0: text }],
    ['an empty name', '#/components/schemas/', { '': text }],
    ['constructor', '#/components/schemas/constructor', { constructor: text }],
    ['a reference', '#/components/schemas/Alias', { Alias: { $ref: '#/components/schemas/Name' }, Name: text }],
    ['an anchor', '#name', { Name: { $anchor: 'name', ...text } }],
    ['a dynamic anchor', '#name', { Name: { $dynamicAnchor: 'name', ...text } }],
    ['an absolute $id', 'https://a.example/name', { Name: { $id: 'https://a.example/name', ...text } }],
    ['a relative $id', 'name', { Name: { $id: 'name', ...text } }],
    [
      'an anchor in an $id',
      'https://a.example/n#x',
      { Name: { $id: 'https://a.example/n', $defs: { X: { $anchor: 'x', ...text } } } },
    ],
    [
      'a pointer in an $id',
      'https://a.example/n#/$defs/X',
      { Name: { $id: 'https://a.example/n', $defs: { X: text } } },
    ],
  ];
  it.each(pointers)('leads to %s', (_title, $ref, schemas) => {
    const planned = planSchema({ $ref }, { version: '3.1.0', schemas });
    expect(planned.problems).toEqual([]);
    expect([planned.takes('a'), planned.takes(1)]).toEqual([true, false]);
  });

  it('in a schema with an $id leads from there, or from the document where nothing stands there', () => {
    const Person = {
      $id: 'https://a.example/people/person',
      type: 'object',
      properties: {
        name: { $ref: '#/$defs/Name' },
        near: { $ref: 'name' },
        other: { $ref: '#/components/schemas/Other' },
      },
      $defs: { Name: text, Near: { $id: 'name', type: 'integer' } },
    };
    const planned = planSchema(
      { $ref: '#/components/schemas/Person' },
      { version: '3.1.0', schemas: { Person, Other: { type: 'boolean' } } },
    );
    expect(planned.problems).toEqual([]);
    expect(planned.takes({ name: 'a', near: 1, other: true })).toBe(true);
    for (const wrong of [{ name: 1 }, { near: 'a' }, { other: 'a' }]) expect(planned.takes(wrong)).toBe(false);
  });

  it('$dynamicRef leads to the only schema that it can mean', () => {
    const Tree = {
      $dynamicAnchor: 'node',
      type: 'object',
      properties: { trees: { type: 'array', items: { $dynamicRef: '#node' } } },
    };
    const planned = planSchema({ $ref: '#/components/schemas/Tree' }, { version: '3.1.0', schemas: { Tree } });
    expect([planned.takes({ trees: [{ trees: [] }] }), planned.takes({ trees: [1] })]).toEqual([true, false]);
  });

  it('$dynamicRef that may mean several accepts anything, and says so', () => {
    const schemas = {
      List: { type: 'array', items: { $dynamicRef: '#item' }, $defs: { Item: { $dynamicAnchor: 'item', not: {} } } },
      Names: { $ref: '#/components/schemas/List', $defs: { Item: { $dynamicAnchor: 'item', ...text } } },
    };
    const planned = planSchema({ $ref: '#/components/schemas/Names' }, { version: '3.1.0', schemas });
    expect(planned.takes(['a'])).toBe(true);
    expect(planned.problems.map(({ path }) => path)).toEqual(['#/components/schemas/List/items']);
  });

  const lost: [string, string][] = [
    ['to a name that is not there', '#/components/schemas/Gone'],
    ['to a name that every object inherits', '#/components/schemas/toString'],
    ['to the prototype', '#/__proto__'],
    ['with a malformed percent escape', '#/components/schemas/%zz'],
    ['with half a percent escape', '#/components/schemas/%E5%90'],
    ['to a place outside of a list', '#/components/schemas/List/anyOf/2'],
    ['to a place before a list', '#/components/schemas/List/anyOf/-1'],
    ['to a place that is no number', '#/components/schemas/List/anyOf/1e0'],
    ['to a place with a zero before it', '#/components/schemas/List/anyOf/00'],
    ['to the length of a list', '#/components/schemas/List/anyOf/length'],
    ['into a text', '#/info/title/0'],
    ['to an anchor that is not there', '#gone'],
    ['to a document that was not handed in', 'common.yaml#/Name'],
    ['over the network', 'https://a.example/openapi.json#/Name'],
    ['to no address', 'http://[#/Name'],
    ['into the files of the machine', 'file:///etc/passwd'],
  ];
  it.each(lost)('%s is reported, and the rest is planned', (_title, $ref) => {
    const schema = { type: 'object', properties: { a: { $ref }, b: text } };
    const planned = planSchema(schema, { version: '3.1.0', schemas: { List: { anyOf: [text, text] } } });
    expect(planned.schema).toEqual({ type: 'object', properties: { a: {}, b: text } });
    expect(planned.problems).toEqual([
      {
        path: `${placeOfSchema}/properties/a`,
        found: expect.stringContaining('a reference to'),
        remedy: expect.any(String),
      },
    ]);
  });
});

describe('references of every kind', () => {
  const components = {
    parameters: {
      Id: { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
      Also: { $ref: '#/components/parameters/Id' },
    },
    requestBodies: {
      Body: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } } },
    },
    responses: { Done: { description: 'Done', content: { 'application/pdf': {} } } },
    pathItems: {
      Order: {
        parameters: [{ $ref: '#/components/parameters/Also' }],
        put: {
          operationId: 'put',
          requestBody: { $ref: '#/components/requestBodies/Body' },
          responses: { 200: { $ref: '#/components/responses/Done' } },
        },
      },
    },
    schemas: { Order: { type: 'object', properties: { note: text } } },
  };

  it('are followed: path items, parameters, bodies, answers and schemas', () => {
    const { tools, skipped, problems } = openApiTools(
      { openapi: '3.1.0', info: {}, paths: { '/orders/{id}': { $ref: '#/components/pathItems/Order' } }, components },
      { server: 'https://api.example' },
    );
    expect([skipped, problems]).toEqual([[], []]);
    expect(tools.get('put')?.definition.inputSchema['properties']).toEqual({ id: { type: 'integer' }, note: text });
    expect(tools.get('put')?.accepts).toEqual(['application/pdf']);
  });

  const broken: [string, object][] = [
    ['path item', { '/a': { $ref: '#/components/pathItems/Gone' } }],
    ['circle of path items', { '/a': { $ref: '#/paths/~1a' } }],
    ['parameter', { '/a': { get: { parameters: [{ $ref: '#/components/parameters/%' }] } } }],
    ['body', { '/a': { post: { requestBody: { $ref: '#/components/requestBodies/Gone' } } } }],
  ];
  it.each(broken)('skip what a broken %s makes useless, with the reason, and nothing else', (_title, paths) => {
    const { tools, skipped } = openApiTools(
      { openapi: '3.1.0', info: {}, paths: { ...paths, '/b': { get: { operationId: 'b' } } }, components },
      { server: 'https://api.example' },
    );
    expect([...tools.keys()]).toEqual(['b']);
    expect(skipped).toHaveLength(1);
    expect(skipped[0]).toMatchObject({ template: '/a', found: expect.stringContaining('reference') });
  });
});
