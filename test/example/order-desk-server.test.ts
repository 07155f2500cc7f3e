/** Starting and stopping: both loopback families, one port, nothing left behind. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request as sendRequest } from 'node:http';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOrderDeskServer } from '@granthouse/example-mcp-server';
import { describe, expect, it } from '@jest/globals';
import { freePort } from '../support/free-port.ts';
import { lines, startDesk } from './running-desk.ts';

const initialize = {
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'add_order_note', arguments: { order_id: 'ord_1001', text: 'written while stopping' } },
};
const authorizationServers = ['https://issuer.example'];

it('RS-15: listens on loopback alone, unless it is told otherwise', async () => {
  const desk = await createOrderDeskServer({ resource: 'http://localhost:9401/mcp', authorizationServers });
  const addresses = await desk.listen({ port: 0 });
  expect(addresses.length).toBeGreaterThan(0);
  for (const { address } of addresses) expect(['127.0.0.1', '::1']).toContain(address);
  await desk.close();
});

it('RS-15: answers on 127.0.0.1 and on ::1, at the port of the resource', async () => {
  const desk = await startDesk();
  const { port } = new URL(desk.url);
  const hasIpv6 = Object.values(networkInterfaces())
    .flat()
    .some((one) => one?.address === '::1');
  for (const host of ['127.0.0.1', 'localhost', ...(hasIpv6 ? ['[::1]'] : [])]) {
    expect((await fetch(`http://${host}:${port}/mcp`, { method: 'POST' })).status).toBe(401);
  }
  await desk.stop();
});

it('says so when the port is taken, and leaves no other address open', async () => {
  const port = await freePort();
  const other = createServer().listen(port, '127.0.0.1');
  const desk = await createOrderDeskServer({ resource: `http://localhost:${port}/mcp`, authorizationServers });
  await expect(desk.listen({ hosts: ['::1', '127.0.0.1'] })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await expect(fetch(`http://[::1]:${port}/mcp`)).rejects.toThrow('fetch failed');
  other.close();
  await desk.close();
});

it('says so when it can listen nowhere', async () => {
  const desk = await createOrderDeskServer({ resource: 'http://localhost:9401/mcp', authorizationServers });
  // TEST-NET-1 (RFC 5737) belongs to no machine.
  await expect(desk.listen({ port: 0, hosts: ['192.0.2.1'] })).rejects.toMatchObject({ code: 'EADDRNOTAVAIL' });
  await desk.close();
});

it('passes over a family that the machine lacks', async () => {
  const desk = await createOrderDeskServer({ resource: 'http://localhost:9401/mcp', authorizationServers });
  const addresses = await desk.listen({ port: 0, hosts: ['192.0.2.1', '127.0.0.1'] });
  expect(addresses).toEqual([expect.objectContaining({ address: '127.0.0.1' })]);
  await desk.close();
});

it('refuses to start with a wrong option, and names it', async () => {
  const start = createOrderDeskServer({ resource: 'ftp://localhost/mcp', authorizationServers });
  await expect(start).rejects.toMatchObject({ name: 'ConfigurationError', path: 'protectedResource.resource' });
});

describe.each(lines)('the entry on line %d', (sdk) => {
  it('finishes an open call when it stops, keeps what it wrote, and frees the port', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'order-desk-'));
    const databasePath = join(folder, 'desk.sqlite');
    const desk = await startDesk({ sdk, databasePath });
    const body = JSON.stringify(initialize);
    const request = sendRequest(desk.url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await desk.token('orders:write')}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'content-length': body.length,
        expect: '100-continue',
      },
    });
    // The call has begun and its body is missing: only now the stop begins.
    await new Promise((resolve) => request.once('continue', resolve).flushHeaders());
    const stopped = desk.stop();
    const answer = new Promise<number | undefined>((resolve, reject) => {
      request
        .once('error', reject)
        .once('response', (response) => response.resume().once('end', () => resolve(response.statusCode)));
    });
    request.end(body);
    expect(await answer).toBe(200);
    await stopped;
    await expect(fetch(desk.url)).rejects.toThrow('fetch failed');
    const again = await startDesk({ sdk, databasePath });
    const params = { name: 'get_order', arguments: { order_id: 'ord_1001' } };
    const headers = { authorization: `Bearer ${await again.token('orders:read')}` };
    expect(await (await again.post({ ...initialize, params }, headers)).text()).toContain('written while stopping');
    await again.stop();
    rmSync(folder, { recursive: true });
  });
});

it('opens no stream that would hold up a stop, because its tools never change, and may be stopped twice', async () => {
  const desk = await startDesk();
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'a-host', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const params = { notifications: { toolsListChanged: true }, _meta: meta };
  const stream = await desk.post(
    { jsonrpc: '2.0', id: 1, method: 'subscriptions/listen', params },
    {
      authorization: `Bearer ${await desk.token('orders:read')}`,
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'subscriptions/listen',
    },
  );
  expect(await stream.text()).toContain('notifications/subscriptions/acknowledged');
  await Promise.all([desk.server.close(), desk.stop()]);
  await desk.server.close();
});
