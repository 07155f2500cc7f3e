/** Where the server lives: in a plain node server, over a restart on one file; and how it says that it is well. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createAuthorizationServer, type AuthorizationServer } from '@granthouse/authorization-server';
import { memoryEngine } from '@granthouse/storage/memory';
import { sqliteEngine } from '@granthouse/storage/sqlite';
import { orderDesk, person, startAuthorizationServer } from '../support/authorization-server.ts';
import { freePort } from '../support/free-port.ts';
import { obtainTokens, publicClient, refresh } from '../support/oauth-client.ts';

const resource = 'https://orders.example.com/mcp';
const closing: Array<() => Promise<unknown>> = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function unlistened(): Promise<{ server: AuthorizationServer; port: number }> {
  const port = await freePort();
  const server = await createAuthorizationServer({
    issuer: `http://localhost:${port}`,
    storage: memoryEngine(),
    secret: 'a secret for tests, long enough to be taken',
    resources: [{ resource, ...orderDesk }],
  });
  closing.push(() => server.close());
  await server.accounts.add(person);
  return { server, port };
}

async function serve(listener: RequestListener, port: number): Promise<void> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(port, 'localhost', resolve);
  });
  closing.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  );
}

describe('the authorization server', () => {
  it('serves whole connections from a plain node server', async () => {
    const { server, port } = await unlistened();
    await serve(server.callback(), port);
    const { tokens } = await obtainTokens(server.issuer);
    expect(tokens.scope).toBe('orders:read');
  });

  it('forgets nobody over a restart on one SQLite file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'granthouse-'));
    closing.push(() => rm(folder, { recursive: true }));
    const storage = sqliteEngine({ path: join(folder, 'store.db') });
    const first = await startAuthorizationServer(resource, { storage });
    const { client, tokens } = await obtainTokens(first.issuer);
    await first.close();
    const second = await startAuthorizationServer(resource, { storage, issuer: first.issuer });
    closing.push(() => second.close());
    const response = await refresh(second.issuer, { client_id: client.client_id, refresh_token: tokens.refresh_token });
    expect(response.status).toBe(200);
  });

  it('says that it lives, and that it can serve until its store is gone', async () => {
    const { server, port } = await unlistened();
    await serve(server.callback(), port);
    const status = async (path: string) => (await fetch(`${server.issuer}/health/${path}`)).status;
    expect([await status('live'), await status('ready')]).toEqual([200, 200]);
    await server.close();
    expect([await status('live'), await status('ready')]).toEqual([200, 503]);
  });

  it('finishes an open request while it closes', async () => {
    const server = await startAuthorizationServer(resource);
    const body = JSON.stringify(publicClient);
    const headers = { 'content-type': 'application/json', 'content-length': body.length, expect: '100-continue' };
    const open = request(`${server.issuer}/register`, { method: 'POST', headers });
    open.flushHeaders();
    await once(open, 'continue');
    const closed = server.close();
    open.end(body);
    const [response] = (await once(open, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(201);
    response.resume();
    await closed;
    await expect(fetch(server.issuer)).rejects.toThrow('fetch failed');
  });
});
