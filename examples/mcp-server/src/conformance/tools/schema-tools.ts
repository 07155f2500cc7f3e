/** Tools whose input schemas say more than most, to see that it reaches clients as it is (SEP-2106, SEP-2243). */
import { fromJsonSchema, type McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';

const addressed = fromJsonSchema({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  $defs: {
    address: {
      $anchor: 'addressDef',
      type: 'object',
      properties: { street: { type: 'string' }, city: { type: 'string' } },
    },
  },
  properties: {
    name: { type: 'string' },
    address: { $ref: '#/$defs/address' },
    contactMethod: { type: 'string', enum: ['phone', 'email'] },
    phone: { type: 'string' },
    email: { type: 'string' },
  },
  allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
  if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
  then: { required: ['phone'] },
  else: { required: ['email'] },
  additionalProperties: false,
});

const mirrored = z.object({ region: z.string().optional().meta({ 'x-mcp-header': 'Region' }) });

export function registerSchemaTools(server: McpServer): void {
  server.registerTool(
    'json_schema_2020_12_tool',
    { description: 'Takes what only a schema of JSON Schema 2020-12 can say', inputSchema: addressed },
    (input) => ({ content: [{ type: 'text', text: JSON.stringify(input) }] }),
  );
  server.registerTool(
    'test_x_mcp_header',
    { description: 'Takes an argument that a header repeats', inputSchema: mirrored },
    (input) => ({ content: [{ type: 'text', text: JSON.stringify(input) }] }),
  );
}
