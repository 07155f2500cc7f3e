/** Every state and every failure in words for people: what is true, and the one thing that can be done about it. */
import type { ClientError, ClientErrorCode } from '../../../client-error.ts';
import type { ConnectionView } from '../../connections.ts';

export type Mood = 'good' | 'waiting' | 'problem';

export interface StateWords {
  readonly mood: Mood;
  readonly label: string;
}

/** In two or three words, for a list. */
export function stateWords({ state, ownership, authentication }: ConnectionView, isAdmin: boolean): StateWords {
  if (state.kind === 'connected') return { mood: 'good', label: 'Connected' };
  if (state.kind === 'failing') return { mood: 'problem', label: 'Not working' };
  if (ownership === 'shared' && !isAdmin) return { mood: 'waiting', label: 'Waiting for an admin' };
  if (state.why === 'first') return { mood: 'waiting', label: 'Not connected yet' };
  if (authentication.kind === 'oauth') return { mood: 'problem', label: 'Sign in again' };
  return { mood: 'problem', label: state.why === 'refused' ? 'Refused' : 'Ended' };
}

/** What happened, and what helps. */
export interface Explanation {
  readonly what: string;
  readonly help: string;
}

const explanations: Readonly<Record<ClientErrorCode, Explanation>> = {
  not_allowed: {
    what: 'This address, or what it led to, is not one that connections may use.',
    help: 'Use the public https address of the server, without a user name in it. For one on a private network, whoever runs this site sets network.besides in its configuration.',
  },
  unreachable: {
    what: 'The server could not be reached.',
    help: 'Check the address, and that the server is running with a valid certificate.',
  },
  timed_out: {
    what: 'The server took too long to answer.',
    help: 'Try again in a minute. If it stays so, ask whoever runs it.',
  },
  too_large: {
    what: 'The server answered more than can be read.',
    help: 'Ask whoever runs it to offer fewer or smaller tools.',
  },
  redirected: {
    what: 'The address sends elsewhere. Nothing is followed there, so that no key goes to the wrong place.',
    help: 'Change the connection to the address where the server really is.',
  },
  not_mcp: {
    what: 'Something answers at this address, and it is no MCP server over Streamable HTTP.',
    help: 'Check the path: it often ends in /mcp. Servers over stdio or the older HTTP+SSE can’t be connected.',
  },
  metadata_missing: {
    what: 'The server asks for a sign-in, and does not say where that happens.',
    help: 'Ask whoever runs it to publish its OAuth metadata, or connect with a key or headers.',
  },
  metadata_invalid: {
    what: 'What the server says about its sign-in can’t be used.',
    help: 'Ask whoever runs it to mend its OAuth metadata.',
  },
  client_needed: {
    what: 'The server’s sign-in takes only apps that it was told of.',
    help: 'An admin has to register one there, and give its client ID here.',
  },
  registration_refused: {
    what: 'The server’s sign-in refused to register this site.',
    help: 'An admin can register an app there by hand, and give its client ID here.',
  },
  sign_in_needed: { what: 'Access has ended.', help: 'Sign in again.' },
  sign_in_refused: { what: 'Access was not given.', help: 'If that was not meant, connect once more and allow it.' },
  response_mismatch: {
    what: 'This answer belongs to another attempt, or to another browser.',
    help: 'Connect once more, in this browser, and finish there.',
  },
  client_unknown: { what: 'The server has forgotten this site.', help: 'Connect once more.' },
  token_refused: {
    what: 'The server’s sign-in gave no access.',
    help: 'Connect once more. If it stays so, ask whoever runs the server.',
  },
  credential_refused: {
    what: 'The server refused what was shown to it.',
    help: 'Give it again; perhaps it was replaced or has expired.',
  },
  forbidden: { what: 'This is not allowed to you.', help: 'Ask an admin.' },
  tool_failed: {
    what: 'The server could not do what was asked.',
    help: 'Try again in a minute. If it stays so, ask whoever runs it.',
  },
};

export const explained = (code: ClientErrorCode): Explanation => explanations[code];

/** What only those can mend who run the server. */
const faultsOfServers: ReadonlySet<ClientErrorCode> = new Set<ClientErrorCode>([
  'unreachable',
  'timed_out',
  'too_large',
  'redirected',
  'not_mcp',
  'metadata_missing',
  'metadata_invalid',
  'registration_refused',
  'token_refused',
]);

/** Why nothing came of it: in words, as it was seen, and the address that a doctor can look at. */
export interface Failure {
  readonly words: string;
  readonly seen?: string;
  readonly address?: string;
}

/** Whoever registered an app at the other one, and gave its secret here, would give it to a thief. */
const otherIssuer: Explanation = {
  what: 'The server names another sign-in now than the one that gave your team its client ID, so nobody was sent there and nothing was shown to it. It may have been taken over.',
  help: 'Ask whoever runs it. If its sign-in really moved, or the authorization server was misspelled here, change the connection, with the client ID and secret of the right one.',
};

type Failed = Pick<ClientError, 'code' | 'message'> & Partial<Pick<ClientError, 'details'>>;

/** Of a connection, as who looks at it is told: only an admin changes where it leads, or reaches whoever runs the server. */
export function failureOf(
  { code, message, details }: Failed,
  { address, isAdmin }: { readonly address: string; readonly isAdmin: boolean },
): Failure {
  const isElsewhere = details?.clientIssuer !== undefined;
  const { what, help } = isElsewhere ? otherIssuer : explained(code);
  const isOfServer = faultsOfServers.has(code);
  if (!isAdmin && isElsewhere) return { words: `${what} Tell an admin.`, seen: message };
  if (!isAdmin && (isOfServer || code === 'not_allowed')) return { words: `${what} ${forAll}`, seen: message };
  return { words: `${what} ${help}`, seen: message, ...(isOfServer && { address }) };
}

const forAll = 'Try again in a minute. If it stays so, tell an admin.';

/** Of a form that was shown to a session before. */
export const formerWords =
  'You have signed in anew since this page was opened, so nothing was done. Look at it, and send it once more.';

const done = {
  added: 'The connection is added.',
  connected: 'Connected.',
  disconnected: 'Disconnected. Access was taken back at the server, too.',
  'disconnected-here': 'Disconnected here. The server offers no way to take access back, or did not answer.',
  forgotten: 'Disconnected. What you gave was deleted here; it still works at the server until you take it back there.',
  tested: 'The server answered just now.',
  approved: 'Approved. Agents can use what you approved.',
  saved: 'Saved.',
  removed: 'The connection is removed.',
  'signed-out': 'You are signed out here. Your connections stay connected.',
} as const;

export type Done = keyof typeof done;

/** Of what a query says was done, only what could have been. */
export const doneWords = (said: string | null): string | undefined =>
  said !== null && Object.hasOwn(done, said) ? done[said as Done] : undefined;
