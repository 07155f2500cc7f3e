/** The scopes of a document as the resource server takes them, in its own words where they differ (OpenAPI 3.1 §4.8.30, RFC 6750 §3.1). */
import { describe, expect, it } from '@jest/globals';
import { openApiTools, searchTools } from '@granthouse/openapi-tools';
import { toolScopes } from '@granthouse/resource-server/mcp';
import { orderDocument } from '../../support/order-api.ts';

const server = 'https://api.invalid';
const asIs = openApiTools(orderDocument, { server });
const mapped = openApiTools(orderDocument, {
  server,
  scopes: ({ scopes, method }) => (method === 'GET' ? ['mcp'] : ['mcp', ...scopes.map((scope) => `desk:${scope}`)]),
});

const call = (name: string, args?: unknown) => ({ method: 'tools/call', params: { name, arguments: args } });

describe('the scopes of tools', () => {
  it('are those of the document, or what the option makes of them', () => {
    expect(toolScopes(asIs.scopes).of(call('deleteOrder'))).toEqual(['orders:delete']);
    expect(toolScopes(mapped.scopes).of([call('deleteOrder'), call('getOrder')])).toEqual([
      'mcp',
      'desk:orders:delete',
    ]);
  });

  it('stand beside those of tools of another kind', () => {
    const needed = toolScopes([...mapped.scopes, { name: 'about', scopes: [] }]);
    expect(needed.of(call('about'))).toEqual([]);
    expect(() => needed.of(call('forgotten'))).toThrow('declares no scopes');
  });
});

describe('the scopes of the search', () => {
  const { scopes } = searchTools(mapped, { prefix: 'desk_' });
  const needed = toolScopes(scopes);

  it('are none for what only looks, and for a call those of what it names', () => {
    expect(needed.of(call('desk_find_operations', { words: 'delete' }))).toEqual([]);
    expect(needed.of(call('desk_describe_operation', { name: 'deleteOrder' }))).toEqual([]);
    expect(needed.of(call('desk_call_operation', { name: 'createRefund' }))).toEqual(['mcp', 'desk:refunds:write']);
  });

  it.each([undefined, null, 'deleteOrder', [], {}, { name: 7 }, { name: 'DeleteOrder' }, { name: '__proto__' }])(
    'are none for a call of nothing: %j',
    (args) => {
      expect(needed.of(call('desk_call_operation', args))).toEqual([]);
    },
  );

  it('are known beforehand, so that the guard finds one that it was not told of', () => {
    expect(new Set(needed.scopes)).toEqual(new Set(['mcp', 'desk:orders:delete', 'desk:refunds:write']));
  });
});
