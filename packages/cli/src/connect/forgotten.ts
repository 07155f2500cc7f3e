/** Forgets a connection: its access is taken back at the server, so that no copy of it is worth anything. */
import { type Authorization, ClientError, revokeAuthorization, type Fetch } from '@granthouse/client';
import { printableJson } from '@granthouse/protocol';
import type { Given } from '../arguments.ts';
import { CommandError } from '../command-error.ts';
import type { Terminal } from '../terminal.ts';
import { accountOf, keptOnThisMachine, withFetch } from './client-session.ts';
import type { KeptConnection, KeptCredential } from './kept-connections.ts';
import { serverUrl } from './reach-options.ts';

export async function forgetConnection(given: Given, terminal: Terminal): Promise<void> {
  const connections = keptOnThisMachine(terminal);
  const url = serverUrl(given.words[0] ?? '');
  const which = { url: url.href, account: accountOf(given) };
  const kept = await connections.find(which);
  if (!kept) throw new CommandError('nothing is kept of this server: granthouse connect --list shows what is');
  // In any case, for its server may be gone for good.
  const forgotten = await connections.remove(which);
  const isRevoked = await withFetch({ ...kept, url }, (fetch) => takenBack(forgotten, fetch));
  if (given.flags['json']) return terminal.say(printableJson({ ...which, isRevoked }, 2));
  terminal.say('Forgotten.');
  if (kept.credential.kind !== 'oauth') return;
  terminal.complain(
    isRevoked
      ? 'The server took the access back.'
      : 'The server did not take the access back: end it there, where it lists connected apps.',
  );
}

/** Whether the server took the access back; false where there was none. */
async function takenBack(kept: KeptConnection | undefined, fetch: Fetch): Promise<boolean> {
  if (kept?.credential.kind !== 'oauth') return false;
  return revokeAuthorization(kept.credential.authorization, fetch).catch((error: unknown) => {
    if (error instanceof ClientError) return false;
    throw error;
  });
}

/**
 * What was kept until another credential took its place is taken back, once that is kept and works: whoever closes the
 * browser has what they had. False where it may live on, since ending it could end the new one too.
 */
export async function formerEnded(
  former: KeptConnection | undefined,
  credential: KeptCredential,
  fetch: Fetch,
): Promise<boolean> {
  if (former?.credential.kind !== 'oauth') return true;
  const { authorization } = former.credential;
  if (credential.kind === 'oauth' && mayShareGrant(authorization, credential.authorization)) {
    return authorization.ended !== undefined;
  }
  await takenBack(former, fetch);
  return true;
}

/**
 * A server may end all that a person granted to a client when one token of it is revoked (RFC 7009 §2.1). Many do, and
 * nothing in an answer tells which.
 */
export const mayShareGrant = (one: Authorization, other: Authorization): boolean =>
  one.issuer === other.issuer && one.client.clientId === other.client.clientId;
