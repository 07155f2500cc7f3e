/** The real document of a real API: every operation is a tool, and a call arrives as the document says. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { openApiTools } from '@granthouse/openapi-tools';

const document = fileURLToPath(new URL('fixtures/duvo-openapi.json', import.meta.url));

describe("Duvo's document", () => {
  const recorded: { method: string | undefined; url: string | undefined; headers: IncomingMessage['headers'] }[] = [];
  const api = createServer((request, response) => {
    recorded.push({ method: request.method, url: request.url, headers: request.headers });
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ok: true }));
  });
  let server = '';
  beforeAll(async () => {
    await once(api.listen(0, '127.0.0.1'), 'listening');
    server = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    api.close();
  });

  it('has a tool for each of its 213 operations', () => {
    const { tools, skipped } = openApiTools(document);
    expect(skipped).toEqual([]);
    expect(tools.size).toBe(213);
  });

  it('sends a call as the document says', async () => {
    const { call, tools } = openApiTools<string>(document, {
      server,
      credentials: (_operation, principal) => ({ headers: { authorization: `Bearer key of ${principal}` } }),
    });
    const tool = tools.get('getAgentMemoryFile');
    expect(tool?.operation.path).toBe('/v2/agents/{agent_id}/memory/files/{*}');
    const agent = '3f0e7f5c-7f0e-4c57-9d0b-0d5f5a3c0a11';
    const answer = await call('getAgentMemoryFile', { agent_id: agent, path_rest: 'a/b c.md' }, { principal: 'ada' });
    expect(answer).toEqual({ content: [{ type: 'text', text: '{"ok":true}' }], structuredContent: { ok: true } });
    expect(recorded.at(-1)).toMatchObject({
      method: 'GET',
      url: `/v2/agents/${agent}/memory/files/a/b%20c.md`,
      headers: { authorization: 'Bearer key of ada' },
    });
  });
});
