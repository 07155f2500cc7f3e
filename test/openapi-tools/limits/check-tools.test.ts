/** Which tools a host would refuse: each name, key, schema and count is named with its place, and nothing is changed. */
import { describe, expect, it } from '@jest/globals';
import { checkTools, type LimitFinding, type ToolDefinition, type ToolLimits } from '@granthouse/openapi-tools';

function tool(more: Partial<ToolDefinition> = {}): ToolDefinition {
  const annotations = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true };
  return { name: 'find_orders', description: 'Finds orders.', inputSchema: { type: 'object' }, annotations, ...more };
}

const withProperties = (properties: object) => tool({ inputSchema: { type: 'object', properties } });

const cases: [string, ToolDefinition, ToolLimits, Partial<LimitFinding>][] = [
  [
    'a name that is too long',
    tool(),
    { nameLength: 8 },
    { at: '#/name', found: '11 characters', allowed: '8 characters' },
  ],
  [
    'a name that is too long behind that of the server',
    tool(),
    { qualifiedName: { form: '{server}:{tool}', length: 16 }, serverName: 'orders' },
    { limit: 'qualifiedName', allowed: '9 characters, as {server}:{tool} has 16' },
  ],
  [
    'a name of other characters',
    tool({ name: '1st' }),
    { namePattern: '[a-z_]+' },
    { limit: 'namePattern', found: '1st' },
  ],
  ['a long description', tool(), { descriptionLength: 5 }, { limit: 'descriptionLength', at: '#/description' }],
  [
    'a key of other characters',
    withProperties({ 'filter[id]/x': {} }),
    { keyPattern: '^[a-z]*$' },
    { limit: 'keyPattern', at: '#/inputSchema/properties/filter[id]~1x', found: 'filter[id]/x' },
  ],
  ['a long key', withProperties({ customer: {} }), { keyLength: 4 }, { limit: 'keyLength', found: '8 characters' }],
  [
    'a union at the root',
    tool({ inputSchema: { type: 'object', anyOf: [] } }),
    { refusedAtRoot: ['anyOf'] },
    { limit: 'refusedAtRoot', at: '#/inputSchema/anyOf', found: 'anyOf' },
  ],
  [
    'a keyword, however deep',
    withProperties({ a: { items: { anyOf: [{}, { const: 1 }] } } }),
    { refusedKeywords: ['const'] },
    { limit: 'refusedKeywords', at: '#/inputSchema/properties/a/items/anyOf/1/const' },
  ],
  [
    'a keyword in what is referenced',
    tool({ inputSchema: { type: 'object', $defs: { One: { oneOf: [] } } } }),
    { refusedKeywords: ['oneOf'] },
    { at: '#/inputSchema/$defs/One/oneOf' },
  ],
  [
    'several types',
    withProperties({ a: { type: ['string', 'null'] } }),
    { singleTypes: true },
    { limit: 'singleTypes', at: '#/inputSchema/properties/a/type', found: '["string","null"]' },
  ],
  ['a list of anything', withProperties({ a: { type: 'array' } }), { arrayItems: true }, { limit: 'arrayItems' }],
];

describe('a report of what a host refuses', () => {
  it.each(cases)('names %s', (_what, definition, limits, expected) => {
    const { findings } = checkTools([definition], limits);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ tool: definition.name, ...expected });
    expect(findings[0]?.remedy).toMatch(/\S/u);
  });

  it('names too many tools, and too large a list, of the list itself', () => {
    const { findings, toolCount, listBytes } = checkTools([tool(), tool({ name: 'b' })], {
      toolCount: 1,
      listBytes: 99,
    });
    expect(toolCount).toBe(2);
    expect(listBytes).toBe(Buffer.byteLength(JSON.stringify({ tools: [tool(), tool({ name: 'b' })] })));
    expect(findings.map(({ limit, found, allowed }) => [limit, found, allowed])).toEqual([
      ['toolCount', '2 tools', '1 tools'],
      ['listBytes', `${listBytes} bytes`, '99 bytes'],
    ]);
    expect(findings[0]?.remedy).toMatch(/option select.*search/u);
    expect(findings[0]).not.toHaveProperty('tool');
  });

  it.each<[string, ToolDefinition]>([
    ['an argument called like a keyword', withProperties({ const: { type: 'string' }, $ref: { type: 'string' } })],
    ['a default that looks like a schema', withProperties({ a: { default: { const: 1, type: ['a', 'b'] } } })],
  ])('does not take %s for one', (_what, definition) => {
    expect(checkTools([definition], { refusedKeywords: ['const', '$ref'], singleTypes: true }).findings).toEqual([]);
  });

  it('allows for a server whose name is not known', () => {
    const limits = { qualifiedName: { form: 'mcp__{server}__{tool}', length: 64 } };
    expect(checkTools([tool({ name: 'a'.repeat(41) })], limits).findings).toEqual([]);
    expect(checkTools([tool({ name: 'a'.repeat(42) })], limits).findings).toHaveLength(1);
  });

  it('finds nothing where no limit is known', () => {
    const strange = tool({ name: '1'.repeat(500), inputSchema: { type: 'object', oneOf: [], properties: { '': {} } } });
    expect(checkTools([strange], {}).findings).toEqual([]);
  });
});
