/** What connect, tools, call and token share: the kept connections, the way out, and the credential of one server and account. */
import {
  connect,
  guardedFetch,
  oauthCredential,
  type Connection,
  type Credential,
  type Fetch,
  type Reach,
} from '@granthouse/client';
import type { Given } from '../arguments.ts';
import { CommandError } from '../command-error.ts';
import type { Terminal } from '../terminal.ts';
import { givenCredential, shownCredential } from './credential-options.ts';
import { connectCommand, failure, personNeeded, type Target } from './failures.ts';
import { foldersOf } from './folders.ts';
import { keptConnections, type KeptConnection, type KeptConnections } from './kept-connections.ts';
import { proxiesOf } from './proxies.ts';
import { reachOf, serverUrl } from './reach-options.ts';

/** Not the project's own: a server that runs under that name warns of everyone else who has it. */
export const clientName = 'MCP command line';

export const keptOnThisMachine = (terminal: Terminal): KeptConnections =>
  keptConnections({ ...foldersOf(process.env), warn: terminal.complain });

export const accountOf = ({ options }: Given): string => options['account'] ?? 'default';

/** Milliseconds in which a tool may say nothing: its person waits for it, and Ctrl-C ends that. */
const silence = 300_000;

/** What goes wrong on the other side is told in the words of a command. */
export async function withFetch<T>(
  { reach, ...target }: Target & { readonly reach: Reach },
  work: (fetch: Fetch) => Promise<T>,
): Promise<T> {
  const network = guardedFetch({ ...reach, proxies: proxiesOf(process.env) });
  try {
    return await work(network.fetch);
  } catch (error) {
    throw failure(error, target);
  } finally {
    await network.close();
  }
}

export function keptCredential(kept: KeptConnection, { keeper }: KeptConnections, fetch: Fetch): Credential {
  const { credential } = kept;
  if (credential.kind === 'oauth') return oauthCredential({ keeper: keeper(kept), fetch });
  return shownCredential(credential.kind === 'none' ? undefined : credential);
}

interface Connecting {
  readonly given: Given;
  readonly terminal: Terminal;
  /** Ends the waiting for a server that says nothing. */
  readonly signal?: AbortSignal;
}

/** Connected with what the command was given, else with what is kept, else with nothing. */
export async function withConnection<T>(
  { given, terminal, signal }: Connecting,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const url = serverUrl(given.words[0] ?? '');
  const account = accountOf(given);
  const shown = await givenCredential(given, terminal);
  const connections = shown ? undefined : keptOnThisMachine(terminal);
  const kept = await connections?.find({ url: url.href, account });
  if (!shown && !kept && given.options['account'] !== undefined) throw notKept({ url, account });
  const target = { url, account, shows: (shown ?? kept?.credential)?.kind };
  return withFetch({ ...target, reach: reachOf(url, given, kept?.reach) }, async (fetch) => {
    const credential = kept && connections ? keptCredential(kept, connections, fetch) : shownCredential(shown);
    const limits = { silence };
    const connection = await connect(url, { credential, fetch, name: clientName, limits, ...(signal && { signal }) });
    try {
      return await work(connection);
    } finally {
      await connection.close();
    }
  });
}

export function notKept(target: Target): CommandError {
  return new CommandError(`nothing is kept of this server: ${connectCommand(target)}`, { status: personNeeded });
}
