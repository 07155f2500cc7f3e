/** The whole house on free ports: an authorization server and the example's order desk, as `npm start` wires them. */
import { createOrderDeskServer, type OrderDeskServer } from '@granthouse/example-mcp-server';
import type { AuthorizationServerOptions } from '@granthouse/authorization-server';
import { startAuthorizationServer, type RunningServer } from './authorization-server.ts';
import { freePort } from './free-port.ts';

export interface House {
  readonly authorizationServer: RunningServer;
  readonly orderDesk: OrderDeskServer;
  readonly issuer: string;
  /** The MCP endpoint. */
  readonly resource: string;
  close(): Promise<void>;
}

/** `sdk` is the line of the MCP SDK that the order desk runs on, `port` where, `now` its clock. */
export async function startHouse(
  overrides: Partial<AuthorizationServerOptions> = {},
  { sdk = 2, port, ...clock }: { sdk?: 1 | 2; port?: number; now?: () => number } = {},
): Promise<House> {
  const resource = `http://localhost:${port ?? (await freePort())}/mcp`;
  const authorizationServer = await startAuthorizationServer(resource, overrides);
  const { issuer } = authorizationServer;
  const orderDesk = await createOrderDeskServer({ resource, authorizationServers: [issuer], sdk, ...clock });
  await orderDesk.listen();
  const close = async () => {
    await orderDesk.close();
    await authorizationServer.close();
  };
  return { authorizationServer, orderDesk, issuer, resource, close };
}
