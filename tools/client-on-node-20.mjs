/** The host's side on the oldest Node that the libraries promise: connected, examined, and by the command; `libraries-on-node-20.mjs` runs it. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';

/** `granthouse` runs the built command; `listen` gives the origin of a server. */
export async function clientAndDoctor(listen, granthouse) {
  const { createMcpHandler, McpServer } = await import('@modelcontextprotocol/server');
  const { toNodeHandler } = await import('@modelcontextprotocol/node');
  const handler = createMcpHandler(() => {
    const mcp = new McpServer({ name: 'notes', version: '1.0.0' });
    const what = { description: 'The note of today', annotations: { readOnlyHint: true } };
    mcp.registerTool('read_note', what, () => ({ content: [{ type: 'text', text: 'kept' }] }));
    return mcp;
  });
  const server = createServer(toNodeHandler(handler));
  const url = `${await listen(server)}/mcp`;

  const { connect, guardedFetch, noCredential } = await import('@granthouse/client');
  const way = guardedFetch({ besides: 'loopback' });
  const connection = await connect(url, { credential: noCredential, fetch: way.fetch });
  assert.equal(textOf(await connection.call('read_note', {})), 'kept');
  await connection.close();
  await assert.rejects(way.fetch('http://169.254.169.254/'), { code: 'not_allowed' });
  await way.close();

  const { examine } = await import('@granthouse/client/doctor');
  const { passed, endpoint } = await examine(url, { network: { besides: 'loopback' } });
  assert.deepEqual([endpoint, passed.includes('transport.streamable-http')], [url, true]);
  await import('@granthouse/client/connections');

  const { stdout } = await granthouse('call', url, 'read_note', '{}', '--json');
  assert.equal(textOf(JSON.parse(stdout)), 'kept');
  assert.match((await granthouse('doctor', url, '--host', 'vscode')).stdout, /Visual Studio Code connects/u);
  server.close().closeAllConnections();
}

const textOf = ({ content: [{ text }] }) => text;
