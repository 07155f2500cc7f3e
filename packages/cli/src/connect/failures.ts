/** What a client could not do, in the words of a command: what happened, what mends it, and the status that a script reads. */
import { ClientError, type ClientErrorCode } from '@granthouse/client';
import { printableText } from '@granthouse/protocol';
import { CommandError } from '../command-error.ts';
import type { KeptCredential } from './kept-connections.ts';

/** A person has to connect, for the first time or again. */
export const personNeeded = 3;

/** What a command was about. */
export interface Target {
  readonly url: URL;
  readonly account: string;
  /** What was shown to the server, where that was given or kept. */
  readonly shows?: KeptCredential['kind'] | undefined;
}

const key = '--api-key VARIABLE or --header NAME=VARIABLE';

const remedies: Readonly<Partial<Record<ClientErrorCode, (connect: string) => string>>> = {
  // An address; a header that is never sent has no way around.
  not_allowed: () => '--private reaches a private network, --plain-http asks without TLS',
  metadata_missing: (connect) => `if it takes a key or headers, give them: ${connect} ${key}`,
  client_needed: (connect) => `${connect} --client-id ID, as it was registered there`,
  credential_refused: (connect) => connect,
  sign_in_needed: (connect) => connect,
  client_unknown: (connect) => connect,
};

/** What a person mends by connecting. */
const forPeople: readonly ClientErrorCode[] = [
  'sign_in_needed',
  'credential_refused',
  'client_unknown',
  'client_needed',
];

/** What the doctor says more of. */
const puzzling: readonly ClientErrorCode[] = [
  'not_mcp',
  'redirected',
  'metadata_invalid',
  'registration_refused',
  'response_mismatch',
  'token_refused',
];

/** Anything else is handed on as it is. */
export function failure(error: unknown, target: Target): unknown {
  if (!(error instanceof ClientError)) return error;
  const { code, details, message } = error;
  const remedy = remedyOf(error, target);
  const isForPeople = details.scope !== undefined || forPeople.includes(code);
  const said = printableText(remedy === undefined ? message : `${message}: ${remedy}`);
  return new CommandError(said, { cause: error, status: isForPeople ? personNeeded : 1 });
}

/** What is pasted is read first. */
const longestScopes = 2_000;

function remedyOf({ code, details }: ClientError, target: Target): string | undefined {
  const connect = connectCommand(target);
  if (details.scope !== undefined) {
    const scopes = details.scope.map(typed).join(' --scope ');
    return `${connect} --scope ${scopes.length > longestScopes ? 'SCOPE, for each that the server lists' : scopes}`;
  }
  if (puzzling.includes(code)) return `granthouse doctor ${shownUrl(target.url)} says more`;
  // Whoever said no themselves needs no doctor (RFC 6749 §4.1.2.1).
  if (code === 'sign_in_refused' && details.error !== 'access_denied')
    return `granthouse doctor ${shownUrl(target.url)} --sign-in says more`;
  if (code === 'not_allowed' && details.url === undefined) return undefined;
  if (details.clientIssuer !== undefined)
    return 'nothing was sent there; ask whoever runs the server which one is right';
  if (code === 'credential_refused' && target.shows === 'api-key') return `${connect} --api-key VARIABLE`;
  if (code === 'credential_refused' && target.shows === 'headers') return `${connect} --header NAME=VARIABLE`;
  return remedies[code]?.(connect);
}

/** As somebody may type it. */
export function connectCommand({ url, account }: Target): string {
  return `granthouse connect ${shownUrl(url)}${account === 'default' ? '' : ` --account ${typed(account)}`}`;
}

/** A query may hold a secret. */
export const shownUrl = (url: URL): string => (url.search === '' ? typed(url.href) : 'URL');

/** What a server names is pasted into a shell, where a scope may be a command (RFC 6749 §3.3 lets it). */
function typed(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
