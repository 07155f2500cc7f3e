/** `granthouse connections forget`: what was kept of a person who leaves, and what is left to do elsewhere, each in a line. */
import {
  FieldProblem,
  personId,
  type Connections,
  type Forgotten,
  type ForgottenAccess,
} from '@granthouse/client/connections';
import { printableJson, printableText } from '@granthouse/protocol';
import type { Given } from '../arguments.ts';
import { CommandError } from '../command-error.ts';
import { counted } from '../openapi/text.ts';
import { row, type Terminal } from '../terminal.ts';

/** Whoever reads the secret is an admin. */
const operator = { id: '', name: 'The operator', isAdmin: true };

interface Forgetting {
  readonly connections: Connections;
  /** Where people sign in. */
  readonly issuer: string;
}

export async function forget({ connections, issuer }: Forgetting, given: Given, terminal: Terminal): Promise<void> {
  const [person = ''] = given.words;
  const forgotten = await connections.forget(operator, namedBy(person, issuer)).catch((error: unknown) => {
    throw error instanceof FieldProblem ? new CommandError(error.message, { cause: error }) : error;
  });
  if (!forgotten) {
    throw new CommandError(`nothing is kept of ${person}: name the login, or sub: and the subject`);
  }
  if (given.flags['json']) return terminal.say(printableJson(forgotten, 2));
  for (const line of linesOf(person, forgotten)) terminal.say(line);
}

/** As in the configuration: what is marked as a subject is no login. */
const namedBy = (person: string, issuer: string): string =>
  person.startsWith('sub:') ? personId(issuer, person.slice('sub:'.length)) : person;

function linesOf(person: string, { sessions, signIns, accesses, shared }: Forgotten): readonly string[] {
  const named = printableText(person);
  return [
    `${named} is forgotten, and kept out for a day.`,
    `Ended: ${counted(sessions, 'session')} of the pages, ${counted(signIns, 'sign-in')} under way.`,
    ...accesses.map((access) => row([access.name, wordsOf(access)])),
    ...shared.map((name) => row([name, 'for everyone: goes on with what this person gave; an admin connects it anew'])),
    `If it is not done yet: granthouse users remove ${named}, at the authorization server.`,
  ];
}

const words = {
  revoked: 'taken back at the server',
  refused: 'deleted here; the server does not take it back: end it there, where it lists connected apps',
  later: 'deleted here; the server did not answer, and is asked again for a week while connections are served',
} as const;

function wordsOf({ kind, revocation }: ForgottenAccess): string {
  if (revocation) return words[revocation];
  return kind === 'oauth'
    ? 'deleted here; it had ended, or could not be opened'
    : 'deleted here; it works at the server until it is taken back there';
}
