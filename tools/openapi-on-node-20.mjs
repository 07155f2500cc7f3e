/** The tools of an OpenAPI document on the oldest Node that the libraries promise; `libraries-on-node-20.mjs` runs it. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';

export const document = {
  openapi: '3.1.0',
  info: {},
  servers: [{ url: 'https://api.example.com' }],
  paths: {
    '/notes/{note_id}': {
      get: { operationId: 'keepNote', parameters: [{ name: 'kind', in: 'query', schema: { const: 'note' } }] },
    },
  },
};

/** Planned, within the limits of hosts, and called. `listen` gives the origin of a server. */
export async function toolsOfADocument(listen) {
  const { checkTools, openApiTools } = await import('@granthouse/openapi-tools');
  const { toolLimitsOf } = await import('@granthouse/host-profiles');
  const limits = ['cursor', 'gemini-cli'].map((id) => toolLimitsOf(id));
  const asked = [];
  const server = createServer((request, response) => {
    asked.push([request.url, request.headers.authorization]);
    response.setHeader('content-type', 'application/json').end('{"kept":true}');
  });
  const { call, tools, skipped } = openApiTools(document, {
    server: await listen(server),
    limits,
    credentials: () => ({ headers: { authorization: 'Bearer key' } }),
  });
  const definitions = [...tools.values()].map(({ definition }) => definition);
  assert.deepEqual([skipped, limits.flatMap((each) => checkTools(definitions, each).findings)], [[], []]);
  const result = await call('keepNote', { note_id: 'a/b', kind: 'note' }, { principal: 'ada' });
  assert.deepEqual(result.structuredContent, { kept: true });
  assert.equal((await call('keepNote', { note_id: 'a', kind: 'other' }, { principal: 'ada' })).isError, true);
  assert.deepEqual(asked, [['/notes/a%2Fb?kind=note', 'Bearer key']]);
  server.close().closeAllConnections();
}
