/** Which operations become tools. */
import { describe, expect, it } from '@jest/globals';
import type { Select } from '@granthouse/openapi-tools';
import { refusalOf, toolsOf } from '../../support/planned-tools.ts';

const oauth = (scope: string) => [{ oauth: [scope] }];
const paths = {
  '/orders': {
    get: { operationId: 'listOrders', tags: ['orders', 'read'], security: oauth('orders:read') },
    post: { operationId: 'createOrder', tags: ['orders'], security: oauth('orders:write') },
  },
  '/orders/{id}': { get: { operationId: 'getOrder', tags: ['orders'], deprecated: true } },
  '/files/{*}': { get: { operationId: 'getFile', tags: ['files'] } },
  '/health': { head: {} },
};
const more = { components: { securitySchemes: { oauth: { type: 'oauth2', flows: {} } } } };
const namesOf = (select: Select) => [...toolsOf(paths, { select }, more).tools.keys()];

describe('a selection', () => {
  it.each<[string, Select, string[]]>([
    ['nothing', {}, ['listOrders', 'createOrder', 'getOrder', 'getFile', 'head_health']],
    ['a tag', { tags: ['read', 'files'] }, ['listOrders', 'getFile']],
    ['a method, in any case', { methods: ['post', 'HEAD'] }, ['createOrder', 'head_health']],
    ['a method that only others have', { methods: ['GET', 'OPTIONS'], tags: ['files'] }, ['getFile']],
    ['a path', { paths: ['/orders'] }, ['listOrders', 'createOrder']],
    ['a pattern of paths', { paths: ['/orders/*'] }, ['getOrder']],
    ['a pattern with the star inside', { paths: ['*rder*/{id}'] }, ['getOrder']],
    ['a path that has a star', { paths: ['/files/{*}'] }, ['getFile']],
    ['an operationId', { operationIds: ['getOrder'] }, ['getOrder']],
    ['what is not deprecated', { deprecated: false }, ['listOrders', 'createOrder', 'getFile', 'head_health']],
    ['what is deprecated', { deprecated: true }, ['getOrder']],
    ['scopes', { scopes: ['orders:read'] }, ['listOrders', 'getOrder', 'getFile', 'head_health']],
    ['several conditions', { tags: ['orders'], methods: ['get'], deprecated: false }, ['listOrders']],
    ['a function', ({ path }) => path.startsWith('/files'), ['getFile']],
  ])('of %s takes what fits', (_title, select, names) => {
    expect(namesOf(select)).toEqual(names);
  });

  it.each<[string, Select, string, string, string]>([
    ['a tag', { tags: ['orders', 'order'] }, 'select.tags[1]', '"order"', '"orders"'],
    ['an operationId', { operationIds: ['list_orders'] }, 'select.operationIds[0]', '"list_orders"', '"listOrders"'],
    ['a method', { methods: ['GTE'] }, 'select.methods[0]', '"GTE"', '"GET"'],
    ['a method that no operation has', { methods: ['DELETE'] }, 'select', 'none of 5', 'Leave'],
    ['a path', { paths: ['/order/*'] }, 'select.paths[0]', '"/order/*"', '"/orders"'],
    ['a scope', { scopes: ['orders.read'] }, 'select.scopes[0]', '"orders.read"', '"orders:read"'],
    ['conditions that never meet', { tags: ['files'], methods: ['POST'] }, 'select', 'none of 5', 'Leave'],
    ['a function that takes nothing', () => false, 'select', 'none of 5', 'Leave'],
  ])('of %s that fits nothing stops the start, with what comes close', (_title, select, path, found, remedy) => {
    expect(refusalOf(() => namesOf(select))).toMatchObject({
      path,
      found: expect.stringContaining(found),
      remedy: expect.stringContaining(remedy),
    });
  });

  it('looks at the scopes that the option gives', () => {
    const scopes = () => ['mine'];
    expect([...toolsOf(paths, { scopes, select: { scopes: ['mine'] } }).tools.keys()]).toHaveLength(5);
  });

  it('of a document without operations is no fault', () => {
    expect(toolsOf({}, { select: () => true }).tools.size).toBe(0);
  });
});
