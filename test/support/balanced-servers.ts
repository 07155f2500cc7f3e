/** Several authorization servers of one store behind one address: each request goes to the next of them, as a load balancer sends it. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createAuthorizationServer, type AuthorizationServerOptions } from '@granthouse/authorization-server';
import { orderDesk } from './authorization-server.ts';
import { freePort } from './free-port.ts';

type Options = Partial<AuthorizationServerOptions> & Pick<AuthorizationServerOptions, 'storage'>;

export interface BalancedServers {
  readonly issuer: string;
  /** The options of each server from now on; those before finish and are closed. */
  become(...servers: Options[]): Promise<void>;
  close(): Promise<void>;
}

export async function balancedServers(): Promise<BalancedServers> {
  const port = await freePort();
  const issuer = `http://localhost:${port}`;
  let servers: Array<Awaited<ReturnType<typeof createAuthorizationServer>>> = [];
  let turn = 0;
  const front = createServer((request, response) => {
    turn += 1;
    const server = servers[turn % servers.length];
    if (server) void server.callback()(request, response);
    else response.writeHead(502).end();
  });
  front.listen(port, 'localhost');
  await once(front, 'listening');
  const replace = async (next: typeof servers) => {
    const before = servers;
    servers = next;
    await Promise.all(before.map((server) => server.close()));
  };
  return {
    issuer,
    async become(...all) {
      const silent = () => {};
      const log = { info: silent, warn: silent, error: silent };
      const base = {
        issuer,
        secret: '',
        log,
        resources: [{ resource: 'https://orders.example.com/mcp', ...orderDesk }],
      };
      await replace(await Promise.all(all.map((options) => createAuthorizationServer({ ...base, ...options }))));
    },
    async close() {
      front.close();
      front.closeAllConnections();
      await once(front, 'close');
      await replace([]);
    },
  };
}
