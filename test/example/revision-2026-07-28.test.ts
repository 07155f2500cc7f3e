/** The newest revision at the endpoint itself: headers that agree with the body, and discovery without a handshake. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type RunningDesk, startDesk } from './running-desk.ts';

const revision = '2026-07-28';
let desk: RunningDesk;
let authorization: string;

beforeAll(async () => {
  desk = await startDesk();
  authorization = `Bearer ${await desk.token('orders:read')}`;
});
afterAll(() => desk.stop());

const envelope = {
  'io.modelcontextprotocol/protocolVersion': revision,
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

interface Answer {
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly code: number };
}

async function post(method: string, headers: Record<string, string>, params: object = {}) {
  const message = { jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: envelope } };
  const response = await desk.post(message, { authorization, 'mcp-protocol-version': revision, ...headers });
  const text = await response.text();
  return { status: response.status, answer: JSON.parse(text.replace(/^[^]*data: /u, '')) as Answer };
}

it('RS-22: server/discover says what the server is and which revisions it speaks', async () => {
  const { status, answer } = await post('server/discover', { 'mcp-method': 'server/discover' });
  expect(status).toBe(200);
  expect(answer.result).toMatchObject({ supportedVersions: expect.arrayContaining([revision]) });
});

it.each([
  ['another method', { 'mcp-method': 'tools/call' }],
  ['another revision', { 'mcp-method': 'tools/list', 'mcp-protocol-version': '2025-11-25' }],
])('RS-20: a header that names %s than the body is 400', async (_title, headers) => {
  const { status, answer } = await post('tools/list', headers);
  expect([status, answer.error?.code]).toEqual([400, -32_020]);
});

it('RS-20: a revision that nobody knows is 400 with those that are spoken, an unknown method 404', async () => {
  const _meta = { ...envelope, 'io.modelcontextprotocol/protocolVersion': '2030-01-01' };
  const headers = { authorization, 'mcp-protocol-version': '2030-01-01', 'mcp-method': 'tools/list' };
  const unknown = await desk.post({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta } }, headers);
  expect(unknown.status).toBe(400);
  expect(await unknown.json()).toMatchObject({
    error: { code: -32_022, data: { supported: expect.arrayContaining([revision]), requested: '2030-01-01' } },
  });
  const { status, answer } = await post('tools/none', { 'mcp-method': 'tools/none' });
  expect([status, answer.error?.code]).toEqual([404, -32_601]);
});

it('RS-20: a header that names another tool than the body is 400, and the tool does not run', async () => {
  const headers = { 'mcp-method': 'tools/call', 'mcp-name': 'create_refund' };
  const { status, answer } = await post('tools/call', headers, { name: 'list_customers', arguments: {} });
  expect([status, answer.error?.code]).toEqual([400, -32_020]);
});
