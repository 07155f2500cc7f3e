/** A document as tools, before any server: what they are called, what they take, and what did not become one (OpenAPI 3.1). */
// #region plan
import assert from 'node:assert/strict';
import { openApiTools } from '@granthouse/openapi-tools';

const { tools, skipped } = openApiTools('./orders.openapi.yaml');
assert.deepEqual([...tools.keys()], ['listOrders', 'getOrder', 'cancelOrder']);
assert.deepEqual(skipped, []);

const { definition, operation } = tools.get('cancelOrder')!;
assert.deepEqual(Object.keys(definition.inputSchema['properties'] ?? {}), ['order_id']);
assert.equal(definition.annotations.destructiveHint, true);
assert.deepEqual(operation.scopes, ['orders:write']);
// #endregion plan
