/** Where the demo listens: two ports, from the environment when it says so. */
import { ConfigurationError } from '@granthouse/protocol';

export interface DemoPorts {
  readonly authorizationServer: number;
  readonly mcpServer: number;
}

export function demoPorts(environment: NodeJS.ProcessEnv): DemoPorts {
  return {
    authorizationServer: portOf(environment, 'AUTHORIZATION_SERVER_PORT', 9400),
    mcpServer: portOf(environment, 'MCP_SERVER_PORT', 9401),
  };
}

function portOf(environment: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const value = environment[name];
  if (value === undefined || value === '') return fallback;
  const port = Number(value);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new ConfigurationError({ path: name, found: value, remedy: 'use a port from 1 to 65535' });
}

/** Runs what listens; says which variable moves it when the port is taken. */
export async function listening<T>(
  start: () => Promise<T>,
  { port, variable }: { port: number; variable: string },
): Promise<T> {
  try {
    return await start();
  } catch (cause) {
    if (!(cause instanceof Error) || !('code' in cause) || cause.code !== 'EADDRINUSE') throw cause;
    const remedy = `stop what listens there, or choose another: ${variable}=${port + 100} npm start`;
    throw new ConfigurationError({ path: variable, found: `port ${port}, which is in use`, remedy }, { cause });
  }
}
