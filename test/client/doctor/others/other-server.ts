/** Servers that others wrote, each in its own process. */
import { freePort } from '../../../support/free-port.ts';
import { launch } from '../../../support/program.ts';

export interface OtherServer {
  /** Of its MCP endpoint. */
  readonly url: string;
  close(): Promise<void>;
}

/** The example of the SDK's 1.x line, with its own authorization server when the words ask for it. */
export async function startSdk1Example(...words: string[]): Promise<OtherServer> {
  const [port, authPort] = [await freePort(), await freePort()];
  const program = launch('node_modules/@modelcontextprotocol/sdk/dist/esm/examples/server/simpleStreamableHttp.js', {
    words,
    environment: { MCP_PORT: String(port), MCP_AUTH_PORT: String(authPort) },
  });
  await program.says('MCP Streamable HTTP Server listening');
  if (words.length > 0) await program.says('OAuth Authorization Server listening');
  return { url: `http://localhost:${port}/mcp`, close: () => program.kill() };
}

/** oidc-provider, for one resource. */
export async function startStockProvider(
  resource: string,
): Promise<{ readonly issuer: string; close(): Promise<void> }> {
  const port = await freePort();
  const program = launch('test/client/doctor/others/stock-provider.ts', { words: [String(port), resource] });
  await program.says('listening');
  return { issuer: `http://localhost:${port}`, close: () => program.kill() };
}
