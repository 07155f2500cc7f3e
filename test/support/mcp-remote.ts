/** mcp-remote 0.15.1 as a host starts it: the real program over stdio, with a folder of its own and a browser that it finds in BROWSER. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { installBrowser, openedIn } from './browser-command.ts';
import { root } from './source-files.ts';

/** Seconds; a start of node on a busy machine takes several. */
const patience = 90;

export interface McpRemote {
  /** Starts the program against the resource; resolves when it is connected, fails with what it said. */
  start(words?: readonly string[]): Promise<Client>;
  /** The addresses that it opened a browser at, since the first start. */
  opened(): Promise<URL[]>;
  /** What it keeps between starts, by the end of the file's name. */
  kept(file: 'tokens.json' | 'client_info.json'): Promise<Record<string, unknown>>;
  keep(file: 'tokens.json', members: object): Promise<void>;
  /** From now on the browser's answers are forged: each `name=value` replaces what the server sent. */
  forge(...bends: string[]): Promise<void>;
  /** Ends what still runs. */
  close(): Promise<void>;
}

export async function mcpRemote(resource: string): Promise<McpRemote> {
  const folder = await mkdtemp(join(tmpdir(), 'granthouse-mcp-remote-'));
  const transports: StdioClientTransport[] = [];
  await installBrowser(folder);
  return {
    async start(words = []) {
      const transport = transportOf(folder, [resource, '--allow-http', '--auth-timeout', String(patience), ...words]);
      transports.push(transport);
      const said: string[] = [];
      transport.stderr?.on('data', (text: Buffer) => void said.push(text.toString()));
      const client = new Client({ name: 'journey', version: '1.0.0' });
      await client.connect(transport, { timeout: patience * 1000 }).catch((cause: unknown) => {
        throw new Error(`mcp-remote did not connect:\n${said.join('')}`, { cause });
      });
      return client;
    },
    opened: () => openedIn(folder),
    kept: async (file) => JSON.parse(await readFile(await pathOf(folder, file), 'utf8')) as Record<string, unknown>,
    async keep(file, members) {
      await writeFile(await pathOf(folder, file), JSON.stringify(members));
    },
    forge: (...bends) => installBrowser(folder, bends),
    async close() {
      await Promise.all(transports.map((transport) => transport.close()));
      await rm(folder, { recursive: true, maxRetries: 5 });
    },
  };
}

function transportOf(folder: string, words: readonly string[]): StdioClientTransport {
  return new StdioClientTransport({
    command: process.execPath,
    args: [join(root, 'node_modules/mcp-remote/dist/proxy.js'), ...words],
    cwd: folder,
    // The `open` package, which it uses, brings an xdg-open that obeys BROWSER where there is no desktop.
    env: { HOME: folder, MCP_REMOTE_CONFIG_DIR: join(folder, 'kept'), BROWSER: join(folder, 'browser') },
    stderr: 'pipe',
  });
}

async function pathOf(folder: string, file: string): Promise<string> {
  const names = await readdir(join(folder, 'kept'), { recursive: true });
  const name = names.find((each) => each.endsWith(file));
  if (name === undefined) throw new Error(`mcp-remote keeps no ${file}: ${names.join(', ')}`);
  return join(folder, 'kept', name);
}
