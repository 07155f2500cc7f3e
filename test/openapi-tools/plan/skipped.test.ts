/** What becomes no tool is never dropped without a word. */
import { describe, expect, it } from '@jest/globals';
import { toolsOf } from '../../support/planned-tools.ts';

describe('an operation that can be no tool', () => {
  it.each([
    ['of a method that fetch refuses', '/a', { trace: {} }, 'TRACE', '#/paths/~1a/trace'],
    [
      'of such a method in 3.2',
      '/a',
      { additionalOperations: { CONNECT: {} } },
      'CONNECT',
      '#/paths/~1a/additionalOperations/CONNECT',
    ],
    [
      'of a method that is none',
      '/a',
      { additionalOperations: { 'A B': {} } },
      'A B',
      '#/paths/~1a/additionalOperations/A B',
    ],
    [
      'that stands there twice',
      '/a',
      { additionalOperations: { POST: {} } },
      'POST',
      '#/paths/~1a/additionalOperations/POST',
    ],
    ['that is no object', '/a', { get: 'x' }, 'GET', '#/paths/~1a/get'],
    ['of a path that is no object', '/a', 7, '*', '#/paths/~1a'],
    ['of a path that leads nowhere', '/a', { $ref: '#/components/pathItems/a' }, '*', '#/paths/~1a'],
    [
      'of a body that leads nowhere',
      '/a',
      { post: { requestBody: { $ref: '#/x' } } },
      'POST',
      '#/paths/~1a/post/requestBody',
    ],
  ])('is listed with its place and a remedy: one %s', (_title, template, pathItem, method, path) => {
    const { tools, skipped } = toolsOf({ [template]: pathItem, '/b': { get: {} } });
    expect([...tools.keys()]).toEqual(['get_b']);
    const words = { found: expect.stringMatching(/./u), remedy: expect.stringMatching(/\.$/u) };
    expect(skipped).toEqual([{ method, template, path, ...words }]);
  });

  it('is none whose answers lead nowhere: that is reported', () => {
    const { tools, problems } = toolsOf({ '/a': { get: { responses: { 200: { $ref: '#/x' } } } } });
    expect([...tools.keys()]).toEqual(['get_a']);
    expect(problems).toEqual([expect.objectContaining({ path: '#/paths/~1a/get/responses/200' })]);
  });

  it('is reported where it stands beside a reference, which alone is read', () => {
    const components = { pathItems: { a: { get: {} } } };
    const { tools, problems } = toolsOf(
      { '/a': { $ref: '#/components/pathItems/a', post: {}, 'x-note': 1 } },
      {},
      { components },
    );
    expect([...tools.keys()]).toEqual(['get_a']);
    expect(problems).toEqual([expect.objectContaining({ path: '#/paths/~1a', found: '"post" beside a reference' })]);
  });

  it('is none of what the API itself calls, or of what others write into a document', () => {
    const callbacks = { done: { '{$request.body#/url}': { post: { operationId: 'called' } } } };
    const { tools, skipped } = toolsOf(
      { '/a': { post: { operationId: 'own', callbacks }, 'x-note': {} }, 'x-amazon': { get: {} } },
      {},
      { webhooks: { done: { post: { operationId: 'hooked' } } } },
    );
    expect([...tools.keys()]).toEqual(['own']);
    expect(skipped).toEqual([]);
  });

  it('is reported when there is no other: a document may be another than was meant', () => {
    const { tools, problems } = toolsOf({}, {}, { webhooks: { done: { post: { operationId: 'hooked' } } } });
    expect(tools.size).toBe(0);
    expect(problems).toEqual([{ path: '#/paths', found: 'no operation', remedy: 'Describe what the API does there.' }]);
  });

  it('is none of 3.2: QUERY and methods of its own', () => {
    const requestBody = { required: true, content: { 'application/json': { schema: { type: 'array' } } } };
    const { tools } = toolsOf({ '/a': { query: { requestBody }, additionalOperations: { LINK: {}, purge: {} } } });
    expect([...tools.values()].map(({ operation }) => operation.method)).toEqual(['QUERY', 'LINK', 'purge']);
    expect(tools.get('query_a')?.body).toMatchObject({ kind: 'json' });
  });
});
