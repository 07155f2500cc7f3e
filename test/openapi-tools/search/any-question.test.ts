/** Whatever a model asks of the search, and whatever a document calls its operations: a short answer, and never an exception. */
import { describe, expect, it } from '@jest/globals';
import {
  assert as assertProperty,
  asyncProperty,
  constant,
  constantFrom,
  integer,
  jsonValue,
  oneof,
  property,
  record,
  string,
} from 'fast-check';
import { openApiTools, searchTools } from '@granthouse/openapi-tools';
import { toolScopes } from '@granthouse/resource-server/mcp';
import { propertyRuns } from '../../support/property-runs.ts';
import { orderDocument } from '../../support/order-api.ts';

const long = 'an endless word '.repeat(5000);
const hostile = {
  ...orderDocument,
  paths: {
    ...orderDocument.paths,
    '/__proto__': { get: { operationId: '__proto__', tags: ['constructor'], summary: long, description: long } },
    '/long': {
      post: {
        operationId: 'long',
        tags: [long, ...Array.from({ length: 500 }, (_each, index) => `tag ${index}`)],
        parameters: Array.from({ length: 2000 }, (_each, index) => ({
          name: `argument_${index}`,
          in: 'query',
          description: long.slice(0, 500),
          schema: { enum: Array.from({ length: 50 }, (_value, at) => `${index}-${at}`) },
        })),
      },
    },
  },
};

const search = searchTools(openApiTools(hostile, { server: 'https://api.invalid' }));
const texts = oneof(string(), constantFrom('long', '__proto__', 'constructor', 'getOrder', 'order', long));
const question = oneof(
  jsonValue(),
  record(
    {
      words: oneof(texts, jsonValue()),
      tag: texts,
      method: texts,
      limit: integer({ min: -1, max: 60 }),
      skip: integer({ min: -1, max: 20 }),
      name: texts,
      argument: oneof(texts, constant('argument_7')),
    },
    { requiredKeys: [] },
  ),
);

describe('any question', () => {
  it.each(['find_operations', 'describe_operation'])('of %s has a short answer', async (tool) => {
    await assertProperty(
      asyncProperty(question, async (args) => {
        const { content } = await search.call(tool, args, { principal: undefined });
        expect(JSON.stringify(content).length).toBeLessThan(60_000);
      }),
      { numRuns: propertyRuns(200) },
    );
  });

  it('needs scopes that were known beforehand', () => {
    const needed = toolScopes(search.scopes);
    assertProperty(
      property(question, (args) => {
        const body = { method: 'tools/call', params: { name: 'call_operation', arguments: args } };
        expect(needed.scopes).toEqual(expect.arrayContaining([...needed.of(body)]));
      }),
      { numRuns: propertyRuns(200) },
    );
  });
});
