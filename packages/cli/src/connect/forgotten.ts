/** Forgets a connection: its access is taken back at the server, so that no copy of it is worth anything. */
import { ClientError, revokeAuthorization, type Fetch } from '@granthouse/client';
import { printableJson } from '@granthouse/protocol';
import type { Given } from '../arguments.ts';
import { CommandError } from '../command-error.ts';
import type { Terminal } from '../terminal.ts';
import { accountOf, keptOnThisMachine, withFetch } from './client-session.ts';
import type { KeptConnection, KeptConnections } from './kept-connections.ts';
import { serverUrl } from './reach-options.ts';

export async function forgetConnection(given: Given, terminal: Terminal): Promise<void> {
  const connections = keptOnThisMachine(terminal);
  const url = serverUrl(given.words[0] ?? '');
  const which = { url: url.href, account: accountOf(given) };
  const kept = await connections.find(which);
  if (!kept) throw new CommandError('nothing is kept of this server: granthouse connect --list shows what is');
  const isRevoked = await withFetch({ ...kept, url }, (fetch) => takenBack(kept, connections, fetch));
  if (given.flags['json']) return terminal.say(printableJson({ ...which, isRevoked }, 2));
  terminal.say('Forgotten.');
  if (kept.credential.kind !== 'oauth') return;
  terminal.complain(
    isRevoked
      ? 'The server took the access back.'
      : 'The server did not take the access back: end it there, where it lists connected apps.',
  );
}

/** Whether the server took it back. It is forgotten in any case, for its server may be gone for good. */
export async function takenBack(
  which: Pick<KeptConnection, 'url' | 'account'>,
  connections: KeptConnections,
  fetch: Fetch,
): Promise<boolean> {
  const kept = await connections.remove(which);
  if (kept?.credential.kind !== 'oauth') return false;
  return revokeAuthorization(kept.credential.authorization, fetch).catch((error: unknown) => {
    if (error instanceof ClientError) return false;
    throw error;
  });
}
