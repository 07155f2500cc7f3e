/** Where the demo listens: two ports, from the environment when it says so. */
import { ConfigurationError } from '@granthouse/protocol';

export interface DemoPorts {
  readonly authorizationServer: number;
  readonly mcpServer: number;
}

export function demoPorts(environment: NodeJS.ProcessEnv): DemoPorts {
  const authorizationServer = portOf(environment, 'AUTHORIZATION_SERVER_PORT', 9400);
  const mcpServer = portOf(environment, 'MCP_SERVER_PORT', 9401);
  if (authorizationServer === mcpServer) {
    const found = `${mcpServer}, the port of the authorization server`;
    throw new ConfigurationError({ path: 'MCP_SERVER_PORT', found, remedy: 'give the two servers a port each' });
  }
  return { authorizationServer, mcpServer };
}

function portOf(environment: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const value = environment[name];
  if (value === undefined || value === '') return fallback;
  const port = Number(value);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new ConfigurationError({ path: name, found: value, remedy: 'use a port from 1 to 65535' });
}

const refusals: ReadonlyMap<unknown, string> = new Map([
  ['EADDRINUSE', 'which is in use'],
  ['EACCES', 'which this user may not listen on'],
]);

/** Runs what listens; says which variable moves it when the port can't be had. */
export async function listening<T>(
  start: () => Promise<T>,
  { port, variable, command = 'npm start' }: { port: number; variable: string; command?: string },
): Promise<T> {
  try {
    return await start();
  } catch (cause) {
    const problem = refusals.get(cause instanceof Error && 'code' in cause ? cause.code : undefined);
    if (problem === undefined) throw cause;
    const another = port < 1024 || port > 65_000 ? 9500 : port + 100;
    const remedy = `free it, or choose another: ${variable}=${another} ${command}`;
    throw new ConfigurationError({ path: variable, found: `port ${port}, ${problem}`, remedy }, { cause });
  }
}
