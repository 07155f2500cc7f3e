/** What a client could not do, in the words of a command: what happened, what mends it, and the status that a script reads. */
import { ClientError, type ClientErrorCode } from '@granthouse/client';
import { printableText } from '@granthouse/protocol';
import { CommandError } from '../command-error.ts';

/** A person has to connect, for the first time or again. */
export const personNeeded = 3;

const remedies: Readonly<Partial<Record<ClientErrorCode, string>>> = {
  // An address; a header that is never sent has no way around.
  not_allowed: '--private reaches a private network, --plain-http asks without TLS',
  metadata_missing: 'if it takes a key or headers, give them: --api-key VARIABLE or --header NAME=VARIABLE',
  client_needed: 'register this client there, and give --client-id ID (and --client-secret VARIABLE)',
  credential_refused: 'connect with what it takes: granthouse connect URL',
  sign_in_needed: 'granthouse connect URL',
};

const forPeople: readonly ClientErrorCode[] = [
  'sign_in_needed',
  'credential_refused',
  'client_unknown',
  'client_needed',
];

/** Anything else is handed on as it is. */
export function failure(error: unknown): unknown {
  if (!(error instanceof ClientError)) return error;
  const { code, message, details } = error;
  const scopes = details.scope ?? [];
  const known = code === 'not_allowed' && details.url === undefined ? undefined : remedies[code];
  const remedy = scopes.length > 0 ? `granthouse connect URL --scope ${scopes.join(' --scope ')}` : known;
  const said = remedy === undefined ? message : `${message}: ${remedy}`;
  const status = scopes.length > 0 || forPeople.includes(code) ? personNeeded : 1;
  return new CommandError(printableText(said), { cause: error, status });
}
