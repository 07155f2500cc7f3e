/** The example server of the 1.x MCP SDK with its own authorization server, as its authors ship it, in a process of its own. */
import { freePort } from './free-port.ts';
import { launch } from './program.ts';

const file = 'node_modules/@modelcontextprotocol/sdk/dist/esm/examples/server/simpleStreamableHttp.js';

export interface SdkExample {
  readonly endpoint: URL;
  close(): Promise<void>;
}

/** Whoever opens its authorization address has agreed. */
export async function startSdkExample(): Promise<SdkExample> {
  const [port, authorizationPort] = [await freePort(), await freePort()];
  const program = launch(file, {
    words: ['--oauth', '--oauth-strict'],
    environment: { ...process.env, MCP_PORT: String(port), MCP_AUTH_PORT: String(authorizationPort) },
  });
  await program.says('Authorization Server listening');
  await program.says('Streamable HTTP Server listening');
  return { endpoint: new URL(`http://localhost:${port}/mcp`), close: () => program.kill() };
}
