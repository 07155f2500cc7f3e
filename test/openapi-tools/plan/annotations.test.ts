/** Hints of tools: what a method promises, and what only whoever knows the API can say (RFC 9110 §9.2, MCP tool annotations). */
import { describe, expect, it } from '@jest/globals';
import { onlyTool, toolsOf } from '../../support/planned-tools.ts';

const readOnly = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true };
const again = { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true };
const once = { ...again, idempotentHint: false };

describe('annotations', () => {
  it.each([
    ['get', readOnly],
    ['head', readOnly],
    ['options', readOnly],
    ['query', readOnly],
    ['put', again],
    ['delete', again],
    ['post', once],
    ['patch', once],
  ])('of %s say what the method promises', (method, annotations) => {
    expect(onlyTool(toolsOf({ '/a': { [method]: {} } })).definition.annotations).toEqual(annotations);
  });

  it('of a method that nobody knows promise nothing', () => {
    const tools = toolsOf({ '/a': { additionalOperations: { COPY: {} } } });
    expect(onlyTool(tools)).toMatchObject({ operation: { method: 'COPY' }, definition: { annotations: once } });
  });

  it('say more where the option does', () => {
    const annotations = ({ path }: { path: string }) => (path === '/search' ? { readOnlyHint: true } : undefined);
    const { tools } = toolsOf({ '/search': { post: {} }, '/a': { post: {} } }, { annotations });
    expect([...tools.values()].map(({ definition }) => definition.annotations)).toEqual([
      { ...once, readOnlyHint: true },
      once,
    ]);
  });
});
