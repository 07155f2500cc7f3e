/** Documents that were made to break whoever reads them: planning ends soon, crashes on none, and its tools are of bounded size. */
import { describe, expect, it } from '@jest/globals';
import { openApiTools } from '@granthouse/openapi-tools';
import { compileInput, planSchema } from '../../support/planned-schema.ts';
import { processorTime } from '../../support/processor-time.ts';

const text = { type: 'string' };
const numbers = (length: number) => Array.from({ length }, (_, index) => index);
const huge = 'n'.repeat(1024 * 1024);
/** Milliseconds on the slowest machine that is thought of; what is exponential takes for ever. */
const soon = 30_000;

function planned(document: object) {
  const { tools, skipped, problems } = openApiTools(document, { server: 'https://api.example' });
  for (const tool of tools.values()) compileInput(tool);
  const list = JSON.stringify([...tools.values()].map(({ definition }) => definition));
  return { tools, skipped, problems, size: list.length };
}

const layers = (around: (next: object) => object) =>
  Object.fromEntries(
    numbers(61).map((index) => [
      `S${index}`,
      index === 60 ? { properties: { a: text } } : around({ $ref: `#/components/schemas/S${index + 1}` }),
    ]),
  );
const bodyOf = (schemas: object, mediaType: string) => ({
  openapi: '3.1.0',
  info: { title: 'A', version: '1' },
  paths: {
    '/a': { post: { requestBody: { content: { [mediaType]: { schema: { $ref: '#/components/schemas/S0' } } } } } },
  },
  components: { schemas },
});

describe('a body with 2 ** 60 ways through it', () => {
  it.each(['application/json', 'multipart/form-data', 'application/x-www-form-urlencoded'])(
    'as %s is planned soon',
    (mediaType) => {
      const spent = processorTime();
      for (const word of ['allOf', 'anyOf', 'oneOf']) {
        const { size, tools } = planned(
          bodyOf(
            layers((next) => ({ [word]: [next, next, { title: 'A' }] })),
            mediaType,
          ),
        );
        expect([tools.size, size < 256 * 1024]).toEqual([1, true]);
      }
      expect(spent()).toBeLessThan(soon);
    },
  );
});

describe('a hostile document', () => {
  const operation = { operationId: 'a', responses: {} };
  const documents: [string, () => object][] = [
    [
      'a path of a megabyte',
      () => ({
        [`/${huge}`]: {
          get: {
            ...operation,
            parameters: numbers(200).map((index) => ({ name: `p${index}`, in: 'query', schema: text })),
          },
        },
      }),
    ],
    [
      'a parameter with a name of a megabyte',
      () => ({ '/a': { get: { ...operation, parameters: [{ name: huge, in: 'query', schema: text }] } } }),
    ],
    [
      'a body with names of a megabyte',
      () => ({
        '/a': {
          post: {
            ...operation,
            requestBody: {
              content: {
                'application/json': { schema: { type: 'object', properties: { [huge]: text }, required: [huge] } },
              },
            },
          },
        },
      }),
    ],
    [
      'an operation with names and words of a megabyte',
      () => ({ '/a': { get: { operationId: huge, summary: huge, description: huge, tags: [huge] } } }),
    ],
    [
      'names of every object',
      () =>
        JSON.parse(
          '{"/{__proto__}/{constructor}":{"__proto__":{},"post":{"operationId":"__proto__","parameters":[{"name":"__proto__","in":"path","required":true,"schema":{"type":"string"}},{"name":"constructor","in":"query","schema":{"type":"string"}}],"requestBody":{"content":{"application/json":{"schema":{"type":"object","properties":{"__proto__":{"type":"string"},"constructor":{"type":"string"}}}}}}}}}',
        ) as object,
    ],
    [
      'values where objects belong',
      () => ({
        '/a': 1,
        '/b': null,
        '/c': [],
        '/d': {
          get: 'x',
          post: [],
          put: { parameters: 'x', requestBody: 7, responses: [], tags: {}, security: 'x', servers: 1 },
        },
        '/e': { parameters: {}, get: { parameters: [null, 1, {}, { name: 1, in: 2 }], requestBody: { content: [] } } },
      }),
    ],
    [
      'schemas where none belong',
      () => ({
        '/a': {
          post: {
            ...operation,
            parameters: [
              { name: 'a', in: 'query', schema: 7 },
              { name: 'b', in: 'query', content: { 'a/b': null } },
            ],
            requestBody: { content: { 'application/json': { schema: [] } } },
          },
        },
      }),
    ],
    [
      'references to itself in every place',
      () => ({
        '/a': { $ref: '#/paths/~1a' },
        '/b': {
          get: {
            parameters: [{ $ref: '#/paths/~1b/get/parameters/0' }],
            requestBody: { $ref: '#/paths/~1b/get/requestBody' },
          },
        },
        '/c': { $ref: '#' },
      }),
    ],
  ];
  it.each(documents)('of %s is planned soon and bounded', (_title, make) => {
    const spent = processorTime();
    const { size, skipped, problems } = planned({
      openapi: '3.1.0',
      info: { title: 'A', version: '1' },
      paths: make(),
    });
    expect(size).toBeLessThan(256 * 1024);
    for (const each of [...skipped, ...problems])
      expect(each.path.length + each.found.length + each.remedy.length).toBeLessThan(4000);
    expect(spent()).toBeLessThan(soon);
  });

  it.each([
    [{ openapi: '3.1.0' }],
    [{ openapi: '3.1.0', paths: [] }],
    [{ openapi: '3.1.0', paths: 'x', components: 1, info: null }],
  ])('%j has no tools', (document) => {
    expect(planned(document).tools.size).toBe(0);
  });

  it('with more faults than anybody reads lists a thousand of them', () => {
    const properties = Object.fromEntries(numbers(3000).map((index) => [`p${index}`, { minLength: -1 }]));
    const { problems } = planSchema({ properties });
    expect(problems).toHaveLength(1000);
    expect(problems.at(-1)?.found).toBe('more faults than are listed');
  });
});
