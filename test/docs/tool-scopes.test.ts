/** The programs of the documentation with a scope for each tool, run as they stand: only their addresses are local ones. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { freePort } from '../support/free-port.ts';
import { obtainTokens } from '../support/oauth-client.ts';
import { textAt } from './documents.ts';
import { start, withLocal, type Running } from './snippet.ts';

const documented = { resource: 'https://orders.example.com/mcp', issuer: 'https://login.example.com' };
let authorizationServer: RunningServer;
let resource: string;
beforeAll(async () => {
  resource = `http://localhost:${await freePort()}/mcp`;
  authorizationServer = await startAuthorizationServer(resource);
});
afterAll(() => authorizationServer.close());

describe.each(['tool-scopes-sdk-1.ts', 'tool-scopes-sdk-2.ts'])('%s', (name) => {
  let running: Running;
  beforeAll(async () => {
    const { issuer } = authorizationServer;
    const local = {
      [documented.resource]: resource,
      [documented.issuer]: issuer,
      '(9401)': `(${new URL(resource).port})`,
    };
    running = await start(withLocal(textAt(`examples/snippets/src/${name}`), local));
  });
  afterAll(() => running.stop());

  async function callTool(tool: string, bearer: string) {
    const client = new Client({ name: 'reader', version: '1.0.0' });
    const requestInit = { headers: { authorization: `Bearer ${bearer}` } };
    await client.connect(new StreamableHTTPClientTransport(new URL(resource), { requestInit }));
    try {
      return JSON.stringify(await client.callTool({ name: tool, arguments: {} }));
    } finally {
      await client.close();
    }
  }

  it('RS-7: runs the tool that the token allows, and the other with one more scope', async () => {
    const tokenOf = async (scope: string) =>
      (await obtainTokens(authorizationServer.issuer, { overrides: { scope } })).tokens.access_token;
    const token = await tokenOf('orders:read');
    expect(await callTool('get_order', token)).toContain('get_order ran');
    await expect(callTool('create_refund', token)).rejects.toThrow(/scope/);
    expect(await callTool('create_refund', await tokenOf('orders:read refunds:write'))).toContain('create_refund ran');
  });
});
