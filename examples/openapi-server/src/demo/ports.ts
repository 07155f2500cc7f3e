/** Where the three servers listen, by the environment when it says so; 0 is any port that is free. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigurationError } from '@granthouse/protocol';

/** In the form in which `listening` of the other demo tells that a port can't be had. */
export interface DemoPort {
  readonly port: number;
  readonly variable: string;
  readonly command: string;
}

export interface Ports {
  readonly authorizationServer: DemoPort;
  readonly mcpServer: DemoPort;
  readonly api: DemoPort;
}

export async function portsOf(environment: NodeJS.ProcessEnv): Promise<Ports> {
  const portBy = async (variable: string, usual: number): Promise<DemoPort> => {
    const port = portIn(environment, variable) ?? usual;
    return { port: port === 0 ? await freePort() : port, variable, command: 'npm run openapi-example' };
  };
  const ports = {
    authorizationServer: await portBy('AUTHORIZATION_SERVER_PORT', 9410),
    mcpServer: await portBy('MCP_SERVER_PORT', 9411),
    api: await portBy('API_PORT', 9412),
  };
  requireOneEach(Object.values(ports));
  return ports;
}

function requireOneEach(ports: readonly DemoPort[]): void {
  for (const [index, { port, variable }] of ports.entries()) {
    const other = ports.slice(0, index).find((each) => each.port === port);
    if (other === undefined) continue;
    const found = `${port}, as ${other.variable} has it`;
    throw new ConfigurationError({ path: variable, found, remedy: 'give each server a port of its own' });
  }
}

function portIn(environment: NodeJS.ProcessEnv, variable: string): number | undefined {
  const { [variable]: found = '' } = environment;
  if (found === '') return undefined;
  const port = Number(found);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  const remedy = 'use a port from 1 to 65535, or 0 for any that is free';
  throw new ConfigurationError({ path: variable, found, remedy });
}

/** Each server has to know its address before it listens. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
