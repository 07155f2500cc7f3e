/** Parameters that are no arguments: credentials, what requests say themselves, and what nobody could write (OpenAPI 3.1 §4.8.12.2.1). */
import { describe, expect, it } from '@jest/globals';
import { toolOf, toolsOf } from '../../support/planned-tools.ts';

const text = { schema: { type: 'string' } };
const parameter = (place: string, name: string, more: object = {}) => ({ in: place, name, ...text, ...more });
const propertiesOf = (operation: object, more: object = {}) =>
  toolOf(operation, more).definition.inputSchema['properties'];

describe('parameters', () => {
  it('of the specification itself are ignored: Accept, Content-Type, Authorization', () => {
    const parameters = ['Accept', 'content-type', 'AUTHORIZATION', 'X-Trace'].map((name) => parameter('header', name));
    const { tools, problems } = toolsOf({ '/orders': { get: { parameters } } });
    expect([...(tools.get('get_orders')?.arguments.keys() ?? [])]).toEqual(['X_Trace']);
    expect(problems).toEqual([]);
  });

  it.each(['Host', 'Content-Length', 'Transfer-Encoding', 'Connection', 'Cookie', 'Proxy-Authorization'])(
    'of the connection are no arguments: %s',
    (name) => {
      const { tools, problems } = toolsOf({
        '/orders': { get: { parameters: [parameter('header', name, { required: true })] } },
      });
      expect(tools.get('get_orders')?.arguments.size).toBe(0);
      expect(problems).toEqual([expect.objectContaining({ path: '#/paths/~1orders/get/parameters/0' })]);
    },
  );

  it('that carry an API key never become arguments, declared or not', () => {
    const securitySchemes = {
      query: { type: 'apiKey', in: 'query', name: 'key' },
      header: { $ref: '#/components/x/header' },
      cookie: { type: 'apiKey', in: 'cookie', name: 'sid' },
    };
    const components = { securitySchemes, x: { header: { type: 'apiKey', in: 'header', name: 'X-API-Key' } } };
    const parameters = [
      parameter('query', 'key', { required: true }),
      parameter('header', 'x-api-key'),
      parameter('cookie', 'sid'),
      parameter('query', 'sid'),
    ];
    expect(propertiesOf({ parameters, security: [{ query: [] }] }, { components })).toEqual({
      sid: { type: 'string' },
    });
    expect(propertiesOf({ parameters, security: [] }, { components })).toEqual({ sid: { type: 'string' } });
  });

  it.each([
    ['without a name', { in: 'query' }],
    ['of Swagger 2', { in: 'body', name: 'order' }],
    ['of a header that HTTP can not have', { in: 'header', name: 'a b', ...text }],
  ])('%s are reported, or keep the operation out where they are required', (_title, faulty) => {
    const optional = toolsOf({ '/orders': { get: { parameters: [faulty] } } });
    expect(optional.tools.get('get_orders')?.arguments.size).toBe(0);
    expect(optional.problems).toHaveLength(1);
    const needed = toolsOf({ '/orders': { get: { parameters: [{ ...faulty, required: true }] } } });
    expect(needed.tools.size).toBe(0);
    expect(needed.skipped).toEqual([expect.objectContaining({ path: '#/paths/~1orders/get/parameters/0' })]);
  });

  it('that are no list are reported', () => {
    const { problems } = toolsOf({ '/a': { parameters: { a: {} }, get: { parameters: 'b' } } });
    expect(problems.map(({ path }) => path)).toEqual(['#/paths/~1a/get/parameters', '#/paths/~1a/parameters']);
  });

  it('that stand twice in one list are reported, and the first holds', () => {
    const parameters = [parameter('query', 'a', { description: 'One.' }), parameter('query', 'a')];
    const { tools, problems } = toolsOf({ '/orders': { get: { parameters } } });
    expect(tools.get('get_orders')?.arguments.get('a')?.schema).toMatchObject({ description: 'One.' });
    expect(problems).toEqual([expect.objectContaining({ path: '#/paths/~1orders/get/parameters/1' })]);
  });

  it('whose reference leads nowhere keep their operation out, and no other', () => {
    const { tools, skipped } = toolsOf({
      '/a': { get: { parameters: [{ $ref: '#/components/parameters/none' }] } },
      '/b': { get: {} },
    });
    expect([...tools.keys()]).toEqual(['get_b']);
    expect(skipped).toEqual([expect.objectContaining({ method: 'GET', template: '/a' })]);
  });
});
