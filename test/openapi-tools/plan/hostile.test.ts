/** Documents that were written to hurt: a plan of them ends, and soon. */
import { describe, expect, it } from '@jest/globals';
import { onlyTool, toolOf, toolsOf } from '../../support/planned-tools.ts';
import { processorTime } from '../../support/processor-time.ts';

/** Each schema leads twice to the next one: as a tree it has 2^20 leaves. */
function doubling(keyword: string, last: object): { components: object; start: object } {
  const name = (index: number) => `#/components/schemas/S${index}`;
  const schemas: Record<string, object> = { S20: last };
  for (let index = 0; index < 20; index += 1) {
    schemas[`S${index}`] = { [keyword]: [{ $ref: name(index + 1) }, { $ref: name(index + 1) }] };
  }
  return { components: { schemas }, start: { $ref: name(0) } };
}

const bodyOf = (schema: object, mediaType = 'application/json') => ({
  requestBody: { required: true, content: { [mediaType]: { schema } } },
});

describe('a hostile document', () => {
  it('of allOf that doubles at each step is walked once', () => {
    const { components, start } = doubling('allOf', { type: 'object', properties: { a: { type: 'string' } } });
    expect([...toolOf(bodyOf(start), { components }).arguments.keys()]).toEqual(['a']);
  });

  it.each(['anyOf', 'oneOf', 'allOf'])('of parts whose %s doubles at each step is walked once', (keyword) => {
    const { components, start } = doubling(keyword, { type: 'string', format: 'binary' });
    const part = bodyOf({ type: 'object', properties: { part: start } }, 'multipart/form-data');
    expect([...toolOf(part, { components }).arguments.keys()]).toEqual(['part']);
  });

  it('of allOf that leads round in a circle ends', () => {
    const components = {
      schemas: {
        A: { allOf: [{ $ref: '#/components/schemas/B' }], properties: { a: {} } },
        B: { allOf: [{ $ref: '#/components/schemas/A' }], properties: { b: {} } },
      },
    };
    const tool = toolOf(bodyOf({ $ref: '#/components/schemas/A' }), { components });
    expect([...tool.arguments.keys()].toSorted()).toEqual(['a', 'b']);
  });

  it('of ten thousand operations of one name has ten thousand names', () => {
    const paths = Object.fromEntries(
      Array.from({ length: 10_000 }, (_each, index) => [`/x/${index}`, { get: { operationId: 'same' } }]),
    );
    const { tools, skipped } = toolsOf(paths);
    expect(tools.size + skipped.length).toBe(10_000);
    expect(skipped).toEqual([]);
  });

  it('of names whose signs in the middle are without number is planned soon', () => {
    const signs = (sign: string) => `a${sign.repeat(300_000)}b`;
    const spent = processorTime();
    toolsOf({ '/a': { get: { operationId: `${signs('_')} c` } } });
    toolsOf({ [`/{${signs('*')}}`]: { get: {} } });
    toolsOf({ '/a': { get: {} } }, {}, { servers: [{ url: `https://api.example.com/${signs('/')}` }] });
    expect(spent()).toBeLessThan(5000);
  });

  it('of references behind each other without end is not followed to the last', () => {
    const paths = Object.fromEntries(
      Array.from({ length: 3000 }, (_each, index) => [`/${index}`, { $ref: `#/paths/~1${index + 1}` }]),
    );
    const spent = processorTime();
    const { tools, skipped } = toolsOf({ ...paths, '/3000': { get: {} } });
    expect(spent()).toBeLessThan(5000);
    expect(tools.size).toBe(51);
    expect(skipped[0]).toMatchObject({ template: '/0', found: 'more than 50 references behind each other' });
  });

  it('of media types that no header carries asks for the others', () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_each, index) => [`a/${index}`, {}]));
    const content = { 'a/b\r\nx: y': {}, [`a/${'b'.repeat(1e6)}`]: {}, 'application/json': {}, ...many };
    const { accepts } = toolOf({ responses: { 200: { content } } });
    expect([accepts[0], accepts.length]).toEqual(['application/json', 20]);
  });

  it('of values that are none of their kind loses those alone', () => {
    const odd = { toString: 1 };
    const operation = {
      tags: ['a', odd, 7],
      summary: odd,
      description: 7,
      deprecated: 'yes',
      security: [odd, 7, { oauth: [odd, 'read'] }],
      servers: odd,
      parameters: [{ in: 'query', name: 'q', description: odd, style: odd, explode: odd, schema: odd }],
      responses: { 200: odd, 201: { content: odd } },
    };
    const { tools } = toolsOf({ '/a': { get: operation } }, {}, { tags: odd, components: odd });
    expect(onlyTool({ tools, skipped: [] } as never)).toMatchObject({
      operation: { tags: ['a'], deprecated: false },
      definition: { description: 'GET /a' },
    });
  });

  it('of a path item, parameters or a body that are no objects ends', () => {
    for (const value of [null, 7, 'x', [], true]) {
      expect(() => toolsOf({ '/a': value, '/b': { get: { parameters: value, requestBody: value } } })).not.toThrow();
      expect(() => toolsOf({ '/b': { get: { parameters: [value] } } })).not.toThrow();
      expect(() => toolsOf({ '/b': { post: { requestBody: { content: value } } } })).not.toThrow();
      expect(() => toolsOf({ '/b': { post: { requestBody: { content: { 'a/b': value } } } } })).not.toThrow();
    }
  });

  it('of a path named like a member of every object is a path like others', () => {
    const paths = JSON.parse('{"/__proto__": {"get": {}}, "/constructor": {"get": {}}}') as object;
    expect([...toolsOf(paths).tools.keys()]).toEqual(['get___proto', 'get_constructor']);
  });
});
