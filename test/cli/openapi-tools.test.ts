/** `granthouse openapi tools`, and what a hostile document shows in a terminal. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { documents } from './documents.ts';

const { document, file, granthouse, remove } = await documents();
afterAll(remove);

describe('granthouse openapi tools', () => {
  it('lists each tool with its operation, and where its arguments go', async () => {
    const schema = { type: 'object', properties: { note: { type: 'string' } }, required: ['note'] };
    const get = {
      operationId: 'getOrder',
      parameters: [{ name: 'X-Trace', in: 'header', schema: { type: 'string' } }],
    };
    const post = {
      operationId: 'addNote',
      requestBody: { required: true, content: { 'application/json': { schema } } },
    };
    const { code, out } = await granthouse(['tools', await document({ get, post })]);
    expect(code).toBe(0);
    expect(out).toBe(
      'getOrder  GET /orders\n    header: X_Trace = X-Trace\naddNote   POST /orders\n    body: note*\n\n' +
        '* is required; after = stands what the API calls it.\n',
    );
  });

  it('says how many operations are no tools, and who tells why', async () => {
    const { out } = await granthouse(['tools', await document({ get: { operationId: 'a' }, trace: {} })]);
    expect(out).toBe('a  GET /orders\n\n1 operation is no tool: granthouse openapi check FILE tells why.\n');
  });
});

describe('a hostile document', () => {
  const hostile = 'a\u001B[2J\u009B31m\u202Eb';
  const operations = {
    get: {
      operationId: hostile,
      tags: [hostile],
      description: hostile,
      parameters: [
        { name: hostile, in: 'query', schema: { type: ['string', 'null'], [hostile]: 1 } },
        { name: 'b', in: 'query', schema: { type: 'object', properties: { [hostile]: { const: hostile } } } },
      ],
    },
    post: { operationId: `x${hostile}`, parameters: [{ name: 'c', in: 'query', schema: { $ref: `#/${hostile}` } }] },
  };

  it.each([['check'], ['tools'], ['check --json'], ['tools --json']])(
    'is shown by granthouse openapi %s without anything that a terminal obeys',
    async (words) => {
      const [verb = '', ...flags] = words.split(' ');
      const hosts = verb === 'check' ? ['--host', 'gemini-cli', '--host', 'cursor'] : [];
      const { out, err } = await granthouse([verb, await document(operations), ...hosts, ...flags]);
      expect(out).not.toBe('');
      expect(out + err).not.toMatch(/[^\P{Cc}\n]|[\u2028-\u202E\u2066-\u2069]/u);
    },
  );

  it('that can not be read is no better in its error', async () => {
    const { code, err } = await granthouse(['check', await file(`openapi: "${hostile}"\nopenapi: [`)]);
    expect(code).toBe(1);
    expect(err).not.toMatch(/[^\P{Cc}\n]|[\u2028-\u202E\u2066-\u2069]/u);
  });
});
