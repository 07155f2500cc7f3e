/** The conformance fixture: guarded as the order desk is, and what it keeps for a caller is for that caller alone. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createConformanceServer } from '@granthouse/example-mcp-server/conformance/conformance-server';
import type { ListeningServer } from '@granthouse/example-mcp-server/listening';
import { freePort } from '../support/free-port.ts';
import { createTestClock } from '../support/test-clock.ts';
import { startTestIssuer, type TestIssuer } from '../support/test-issuer.ts';

const accept = 'application/json, text/event-stream';
const initialize = {
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
};
let issuer: TestIssuer;
let url: string;
let server: ListeningServer;
let ada: string;
let eve: string;

async function start(): Promise<void> {
  url = `http://localhost:${await freePort()}/mcp`;
  const log = { warn: () => {}, error: () => {} };
  server = createConformanceServer({ resource: url, authorizationServers: [issuer.issuer], log });
  await server.listen();
  const bearer = async (sub: string) => `Bearer ${await issuer.mint(url, { claims: { scope: 'fixture:use', sub } })}`;
  [ada, eve] = await Promise.all([bearer('ada'), bearer('eve')]);
}

beforeAll(async () => {
  issuer = await startTestIssuer(createTestClock());
  await start();
});
afterAll(async () => {
  await server.close();
  await issuer.goAway();
});

function send(authorization: string, message: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { accept, authorization, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...message }),
  });
}

async function beginSession(authorization: string): Promise<Record<string, string>> {
  const answer = await send(authorization, initialize);
  await answer.text();
  const id = answer.headers.get('mcp-session-id');
  if (id === null) throw new Error(`no session: ${answer.status}`);
  return { 'mcp-session-id': id, 'mcp-protocol-version': '2025-11-25' };
}

/** A call of the revision 2026-07-28. */
function call(authorization: string, name: string, more: object = {}): Promise<Response> {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': { elicitation: {} },
  };
  return send(
    authorization,
    { method: 'tools/call', params: { name, arguments: {}, _meta, ...more } },
    { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': name },
  );
}

it('RS-6: a call without a token is 401, with the way to the metadata', async () => {
  const answer = await send('', initialize);
  expect(answer.status).toBe(401);
  expect(answer.headers.get('www-authenticate')).toContain('/.well-known/oauth-protected-resource/mcp"');
});

it('RS-16: a session is open to the one who began it, and to nobody else who knows its id', async () => {
  const session = await beginSession(ada);
  const ping = { method: 'ping' };
  expect((await send(ada, ping, session)).status).toBe(200);
  for (const [method, body] of [
    ['POST', JSON.stringify({ jsonrpc: '2.0', id: 1, ...ping })],
    ['GET', undefined],
    ['DELETE', undefined],
  ] as const) {
    const headers = { accept, authorization: eve, 'content-type': 'application/json', ...session };
    const answer = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
    expect([method, answer.status]).toEqual([method, 404]);
  }
  expect((await send(ada, ping, session)).status).toBe(200);
});

it('RS-19: state that a caller was given completes that caller’s call, and is refused when it was changed, and from anyone else', async () => {
  const tool = 'test_input_required_result_request_state';
  const asked = (await (await call(ada, tool)).json()) as { result: { requestState: string } };
  const { requestState } = asked.result;
  const inputResponses = { confirm: { action: 'accept', content: { ok: true } } };
  // Not the last one: of that only some bits count.
  const changed = requestState.replace(/.(?=.$)/, (each) => (each === 'A' ? 'B' : 'A'));
  const bent = (await (await call(ada, tool, { requestState: changed, inputResponses })).json()) as object;
  expect(bent).toMatchObject({ error: { code: -32_602 } });
  const foreign = (await (await call(eve, tool, { requestState, inputResponses })).json()) as object;
  expect(foreign).toMatchObject({ error: { code: -32_602 } });
  const own = (await (await call(ada, tool, { requestState, inputResponses })).json()) as object;
  expect(own).toMatchObject({ result: { resultType: 'complete' } });
});

it.each([
  ['RS-16: a call before any session', 'POST', {}, 400],
  ['a stream before any session', 'GET', {}, 400],
  ['the end of no session', 'DELETE', {}, 400],
  ['RS-16: a session that there is not', 'POST', { 'mcp-session-id': 'nothing' }, 404],
  ['a method that has no meaning here', 'PUT', {}, 405],
])('%s is the caller’s fault, never the server’s', async (_title, method, headers, status) => {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
  const answer = await fetch(url, {
    method,
    headers: { accept, authorization: ada, 'content-type': 'application/json', ...headers },
    ...(method === 'GET' ? {} : { body }),
  });
  expect(answer.status).toBe(status);
});

it.each(['nonsense', '-1', '1e9', '__proto__'])(
  'a stream resumed after the event %s holds no other events',
  async (id) => {
    const session = await beginSession(ada);
    const answer = await fetch(url, { headers: { accept, authorization: ada, 'last-event-id': id, ...session } });
    expect(answer.status).toBeLessThan(500);
    await fetch(url, { method: 'DELETE', headers: { authorization: ada, ...session } });
    expect(await answer.text()).not.toContain('protocolVersion');
  },
);

it('a stop ends the streams that clients listen to, and doesn’t cut them off', async () => {
  const session = await beginSession(ada);
  const stream = await fetch(url, { headers: { accept, authorization: ada, ...session } });
  const heard = stream.text();
  await server.close();
  await expect(heard).resolves.toBeDefined();
  await start();
});
