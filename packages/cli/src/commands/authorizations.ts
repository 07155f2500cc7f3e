/** `granthouse authorizations`: who has connected which app, and taking it back. Works beside running servers, on the same store. */
import type { Authorization, Authorizations, WhichAuthorizations } from '@granthouse/authorization-server';
import { printableJson } from '@granthouse/protocol';
import type { Given } from '../arguments.ts';
import { CommandError, UsageError } from '../command-error.ts';
import { row, type Terminal } from '../terminal.ts';
import { commandOf, type Verb } from '../verbs.ts';

const which = ['id', 'person', 'client'];

const verbs: ReadonlyMap<string, Verb<Authorizations>> = new Map([
  ['list', { words: [], options: which, flags: ['json'], act: list }],
  ['end', { words: [], options: which, judge: judgeWhich, act: end }],
]);

export const authorizations = commandOf({
  name: 'authorizations',
  verbs,
  async open(server) {
    const { openAuthorizations } = await import('@granthouse/authorization-server');
    const { authorizations: room, close } = await openAuthorizations(server);
    return { room, close };
  },
});

function judgeWhich({ options }: Given): void {
  if (which.some((option) => options[option] !== undefined)) return;
  throw new UsageError('say which: --id, --person, --client, or several of them');
}

const meant = ({ options }: Given): WhichAuthorizations => ({
  id: options['id'],
  login: options['person'],
  clientId: options['client'],
});

async function list(room: Authorizations, given: Given, terminal: Terminal): Promise<void> {
  let count = 0;
  for await (const authorization of room.list(meant(given))) {
    count += 1;
    terminal.say(given.flags['json'] ? printableJson(authorization) : lineOf(authorization));
  }
  if (count === 0) terminal.complain('Nothing is connected that fits.');
}

async function end(room: Authorizations, given: Given, terminal: Terminal): Promise<void> {
  let count = 0;
  for await (const id of room.end(meant(given))) {
    count += 1;
    terminal.say(id);
  }
  if (count === 0)
    throw new CommandError('nothing is connected that fits; granthouse authorizations list shows what is');
  terminal.complain(
    `${count} ended: refreshing and introspection are refused from now on. A server that only checks signatures takes an access token until it expires: ten minutes at most, or what lifetimes.accessToken says.`,
  );
}

function lineOf({ id, login, account_id, client_name, client_id, access, last_used_at }: Authorization): string {
  const what = access.map(({ resource, scope }) => `${resource} (${scope})`).join(' ');
  const lastUse = new Date(last_used_at * 1000).toISOString();
  return row([id, login ?? account_id, client_name ?? client_id, what, `last used ${lastUse}`]);
}
