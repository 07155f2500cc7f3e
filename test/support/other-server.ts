/** Servers that others wrote, each in its own process. */
import { freePort } from './free-port.ts';
import { launch, type Launch } from './program.ts';

export interface OtherServer {
  /** Of its MCP endpoint. */
  readonly url: string;
  close(): Promise<void>;
}

/** How a program is started. */
type How = Pick<Launch, 'flags' | 'environment'>;

/** The example of the SDK's 1.x line, with its own authorization server when the words ask for it. */
export async function startSdk1Example(
  words: readonly string[] = [],
  { flags = [], environment }: How = {},
): Promise<OtherServer> {
  const [port, authPort] = [await freePort(), await freePort()];
  const program = launch('node_modules/@modelcontextprotocol/sdk/dist/esm/examples/server/simpleStreamableHttp.js', {
    words,
    flags,
    environment: { ...environment, MCP_PORT: String(port), MCP_AUTH_PORT: String(authPort) },
  });
  await program.says('MCP Streamable HTTP Server listening');
  if (words.length > 0) await program.says('OAuth Authorization Server listening');
  return { url: `http://localhost:${port}/mcp`, close: () => program.kill() };
}

export interface StockProvider {
  readonly issuer: string;
  /** What an operator does at the server itself: ends whatever anybody was granted. */
  endGrants(): Promise<void>;
  close(): Promise<void>;
}

/** oidc-provider, for one resource; where `client` is given, for this one client alone. */
export async function startStockProvider(
  resource: string,
  { client, ...how }: How & { readonly client?: object } = {},
): Promise<StockProvider> {
  const port = await freePort();
  const words = [String(port), resource, ...(client ? [JSON.stringify(client)] : [])];
  const program = launch('test/support/engine-process.ts', { words, ...how });
  await program.says('listening');
  const issuer = `http://localhost:${port}`;
  return {
    issuer,
    async endGrants() {
      await fetch(`${issuer}/end-grants`, { method: 'POST' });
    },
    close: () => program.kill(),
  };
}
