/** What the start is told: ports by the environment, and by its words whose API is served. Judged before anything is made. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { ConfigurationError } from '@granthouse/protocol';

/** Another's API, by its document. */
export interface OtherApi {
  readonly document: string;
  /** Origin and base path; the document's own by default. */
  readonly server?: string;
  /** What every request to it carries: a name and a value. */
  readonly header?: readonly [name: string, value: string];
}

const variables = {
  authorizationServer: ['AUTHORIZATION_SERVER_PORT', 9410],
  mcpServer: ['MCP_SERVER_PORT', 9411],
  api: ['API_PORT', 9412],
} as const;

export type Ports = Readonly<Record<keyof typeof variables, { port: number; variable: string; command: string }>>;

/** Undefined: the order desk's own API. */
export function otherApi(words: readonly string[], environment: NodeJS.ProcessEnv): OtherApi | undefined {
  const { document, server } = optionsIn(words);
  const header = environment['API_HEADER'] ?? '';
  if (document === undefined) {
    if (server === undefined) return undefined;
    throw new ConfigurationError({
      path: '--server',
      found: server,
      remedy: 'name its document, too: --document FILE',
    });
  }
  return {
    document,
    ...(server !== undefined && { server }),
    ...(header !== '' && { header: headerIn(header) }),
  };
}

export async function portsOf(environment: NodeJS.ProcessEnv): Promise<Ports> {
  const entries = await Promise.all(
    Object.entries(variables).map(async ([name, [variable, fallback]]) => {
      const port = portIn(environment[variable], variable) ?? fallback;
      return [
        name,
        { port: port === 0 ? await freePort() : port, variable, command: 'npm run openapi-example' },
      ] as const;
    }),
  );
  const taken = new Map<number, string>();
  for (const [, { port, variable }] of entries) {
    const other = taken.get(port);
    const fault = {
      path: variable,
      found: `${port}, as ${other} has it`,
      remedy: 'give each server a port of its own',
    };
    if (other !== undefined) throw new ConfigurationError(fault);
    taken.set(port, variable);
  }
  return Object.fromEntries(entries) as unknown as Ports;
}

function optionsIn(words: readonly string[]) {
  try {
    const options = { document: { type: 'string' }, server: { type: 'string' } } as const;
    return parseArgs({ args: [...words], options, allowPositionals: false }).values;
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    const remedy = 'use --document FILE, and --server URL where the document names another server';
    throw new ConfigurationError({ path: 'the options', found, remedy }, { cause });
  }
}

/** As `curl -H` takes it. The value is a secret: no error repeats it. */
function headerIn(line: string): [string, string] {
  const [, name, value] = /^([\w!#$%&'*+.^`|~-]+):\s*([^\r\n]+)$/u.exec(line) ?? [];
  if (name !== undefined && value !== undefined) return [name, value.trim()];
  const remedy = 'write it as a header: API_HEADER="Authorization: Bearer <key>"';
  throw new ConfigurationError({ path: 'API_HEADER', found: 'something else than one header', remedy });
}

function portIn(value: string | undefined, variable: string): number | undefined {
  if (value === undefined || value === '') return undefined;
  const port = Number(value);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  const remedy = 'use a port from 1 to 65535, or 0 for any that is free';
  throw new ConfigurationError({ path: variable, found: value, remedy });
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
