/** A schema that is shown to a host of narrow taste: it keeps within the limits, and allows at least what arguments are judged by. */
import { describe, expect, it } from '@jest/globals';
import { checkTools, openApiTools, type ToolDefinition, type ToolLimits } from '@granthouse/openapi-tools';

/** The schema of the one argument of a tool, as it is shown. */
function shownAs(schema: object, limits: ToolLimits, components: object = {}): ToolDefinition['inputSchema'] {
  const parameter = { name: 'value', in: 'query', schema };
  const paths = { '/things': { get: { operationId: 'find', parameters: [parameter] } } };
  const document = { openapi: '3.1.0', info: {}, paths, components: { schemas: components } };
  const { tools } = openApiTools(document, { server: 'https://api.example.com', limits });
  const definition = tools.get('find')?.definition;
  expect(definition && checkTools([definition], limits).findings).toEqual([]);
  return definition?.inputSchema ?? { type: 'object' };
}

const argument = (schema: ToolDefinition['inputSchema']) => (schema['properties'] as Record<string, unknown>)['value'];
const narrow: ToolLimits = { refusedKeywords: ['const', 'oneOf'], singleTypes: true, arrayItems: true };
const flat: ToolLimits = { refusedKeywords: ['$ref', '$defs'] };

describe('a schema within the limits of a host', () => {
  it.each([
    [{ const: 'a' }, { enum: ['a'] }],
    [{ oneOf: [{ type: 'string' }, { type: 'null' }] }, { anyOf: [{ type: 'string' }, { type: 'null' }] }],
    [
      { type: ['array', 'null'], items: { type: 'string' }, description: 'Which' },
      { description: 'Which', anyOf: [{ type: 'array', items: { type: 'string' } }, { type: 'null' }] },
    ],
    [
      { type: ['integer'], minimum: 1 },
      { type: 'integer', minimum: 1 },
    ],
    [{ type: ['string', 'array'] }, { anyOf: [{ type: 'string' }, { type: 'array', items: {} }] }],
    [
      { type: 'object', properties: { const: { type: 'string' } } },
      { type: 'object', properties: { const: { type: 'string' } } },
    ],
  ])('says %j as %j', (schema, shown) => {
    expect(argument(shownAs(schema, narrow))).toEqual(shown);
  });

  it('is the schema itself where nothing is refused', () => {
    const schema = { oneOf: [{ $ref: '#/components/schemas/A' }, { type: 'null' }] };
    expect(argument(shownAs(schema, { singleTypes: true }, { A: { type: 'string' } }))).toMatchObject({
      anyOf: [{ $ref: '#/$defs/A' }, { type: 'null' }],
    });
  });

  it('drops what has no other word, with what would mean more without it', () => {
    const schema = {
      type: 'object',
      properties: { a: {} },
      patternProperties: { '^x-': {} },
      additionalProperties: false,
    };
    expect(argument(shownAs(schema, { refusedKeywords: ['patternProperties'] }))).toEqual({
      type: 'object',
      properties: { a: {} },
    });
    const turned = { not: { multipleOf: 2 }, minimum: 0 };
    expect(argument(shownAs(turned, { refusedKeywords: ['multipleOf'] }))).toEqual({ minimum: 0 });
  });

  it('writes references out, and shows as anything what leads back to itself', () => {
    const tree = {
      type: 'object',
      properties: { name: { type: 'string' }, below: { $ref: '#/components/schemas/Tree' } },
    };
    const shown = shownAs({ $ref: '#/components/schemas/Tree' }, flat, { Tree: tree });
    expect(shown).not.toHaveProperty('$defs');
    expect(argument(shown)).toEqual({ type: 'object', properties: { name: { type: 'string' }, below: {} } });
  });

  it('stays small where references fan out', () => {
    const layers = Object.fromEntries(
      Array.from({ length: 40 }, (_each, layer) => {
        const next = { $ref: `#/components/schemas/L${layer + 1}` };
        return [`L${layer}`, { type: 'object', properties: { a: next, b: next, c: next } }];
      }),
    );
    const shown = shownAs({ $ref: '#/components/schemas/L0' }, flat, { ...layers, L40: { type: 'string' } });
    expect(JSON.stringify(shown).length).toBeLessThan(200_000);
  });

  it('that was root alone goes without what a root may not have', () => {
    const { tools } = openApiTools(bodies, {
      server: 'https://api.example.com',
      limits: { refusedAtRoot: ['dependentRequired'] },
    });
    expect(tools.get('save')?.definition.inputSchema).not.toHaveProperty('dependentRequired');
    expect(tools.get('save')?.argumentSchema).toHaveProperty('dependentRequired');
  });
});

const member = { type: 'string' };
const bodies = {
  openapi: '3.1.0',
  info: {},
  paths: {
    '/things': {
      post: {
        operationId: 'save',
        requestBody: {
          content: {
            'application/json': {
              schema: { type: 'object', properties: { a: member, b: member }, required: ['a', 'b'] },
            },
          },
        },
      },
    },
  },
};
