/** Whatever a document or a caller holds, arguments are judged within a moment. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openApiTools } from '@granthouse/openapi-tools';
import { processorTime } from '../../support/processor-time.ts';
import { documentOf, type RecordingApi, startRecordingApi } from './recording-api.ts';

describe('arguments of a search', () => {
  let api: RecordingApi;
  beforeAll(async () => {
    api = await startRecordingApi();
  });
  afterAll(async () => api.close());
  beforeEach(() => {
    api.recorded.length = 0;
  });

  async function call(args: unknown, paths: object) {
    const { content, isError } = await openApiTools(documentOf(paths), { server: api.url }).call('search', args, {
      principal: undefined,
    });
    const [first] = content;
    return { isError, text: first?.type === 'text' ? first.text : '' };
  }

  const search = (schema: object) => ({
    '/search': {
      post: { operationId: 'search', requestBody: { required: true, content: { 'application/json': { schema } } } },
    },
  });
  const text = (schema: object) => search({ type: 'object', properties: { q: { type: 'string', ...schema } } });

  it.each([
    ['an exponential expression', text({ pattern: '^(a+)+$' }), { q: `${'a'.repeat(60)}!` }],
    ['a polynomial one', text({ pattern: 'a*a*a*a*a*b' }), { q: 'a'.repeat(4000) }],
    ['one of choices', text({ pattern: `^${'[ab]?'.repeat(40)}[xy]` }), { q: `${'a'.repeat(40)}z` }],
    ['one of alternatives', text({ pattern: `^${'(?:a|[ab])'.repeat(40)}[xy]` }), { q: `${'a'.repeat(40)}z` }],
    ['one of two bounded repetitions', text({ pattern: 'a{0,1000}a{0,1000}b' }), { q: 'a'.repeat(4000) }],
    [
      'one among the names',
      search({ type: 'object', properties: { q: { type: 'object', patternProperties: { '^(a|a)+$': {} } } } }),
      { q: { [`${'a'.repeat(60)}!`]: 1 } },
    ],
    [
      'references that double at each step',
      search({ type: 'object', properties: { q: { $ref: '#/components/schemas/S0' } } }),
      { q: true },
    ],
    [
      'alternatives that multiply by depth',
      search({ type: 'object', properties: { q: { $ref: '#/x-tree' } } }),
      { q: JSON.parse(`${'{"a":'.repeat(60)}1${'}'.repeat(60)}`) as unknown },
    ],
    [
      'two hundred thousand unlike items',
      search({ type: 'object', properties: { q: { type: 'array', uniqueItems: true } } }),
      { q: Array.from({ length: 200_000 }, (_each, index) => ({ index })) },
    ],
  ])('never keep the process longer than a moment: %s', async (_title, paths, args) => {
    const tree = {
      anyOf: [1, 2, 3].map(() => ({ type: 'object', properties: { a: { $ref: '#/x-tree' } }, required: ['b'] })),
    };
    const next = (index: number) => ({ $ref: `#/components/schemas/S${index + 1}` });
    const steps = Array.from({ length: 40 }, (_each, index) => [`S${index}`, { anyOf: [next(index), next(index)] }]);
    const schemas = { ...(Object.fromEntries(steps) as object), S40: { type: 'integer' } };
    const document = { ...documentOf(paths), 'x-tree': tree, components: { schemas } };
    const tools = openApiTools(document, { server: api.url });
    const spent = processorTime();
    const { isError, content } = await tools.call('search', args, { principal: undefined });
    expect(spent()).toBeLessThan(3000);
    expect(isError).toBe(true);
    expect(content).toMatchObject([{ text: expect.stringContaining('take too long to judge') }]);
    expect(api.recorded).toEqual([]);
  });

  it('are judged by expressions of the older syntax, and where none takes one by the API', async () => {
    expect((await call({ q: 'a-b' }, text({ pattern: String.raw`^[\w-\.]+$` }))).isError).toBeUndefined();
    expect((await call({ q: '!' }, text({ pattern: String.raw`^[\w-\.]+$` }))).isError).toBe(true);
    expect((await call({ q: '!' }, text({ pattern: '(' }))).isError).toBeUndefined();
  });

  it('that are deeper than any stack are refused in words', async () => {
    const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`) as unknown;
    expect((await call({ q: deep }, search({ type: 'object', properties: { q: {} } }))).text).toContain(
      'nested deeper',
    );
  });

  it('of a type that there is not are left to the API', async () => {
    const paths = search({ type: 'object', properties: { q: { type: 'strin' } } });
    const warned: unknown[] = [];
    const log = { warn: (_details: unknown, message: string) => warned.push(message) };
    const tools = openApiTools(documentOf(paths), { server: api.url, log });
    for (const q of ['a', 'b'])
      expect((await tools.call('search', { q }, { principal: undefined })).isError).toBeUndefined();
    expect(warned).toEqual([]);
    expect(tools.problems).toMatchObject([{ path: expect.stringContaining('/type'), found: '"strin"' }]);
  });

  it('called like members of every object are absent until they are given', async () => {
    const paths = search({
      type: 'object',
      properties: { constructor: { type: 'string' }, toString: { type: 'integer' } },
    });
    expect((await call({}, paths)).isError).toBeUndefined();
    expect((await call(JSON.parse('{"__proto__":1}'), paths)).text).toMatch(/__proto__: there is no such argument/u);
  });
});
