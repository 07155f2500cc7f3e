/** `granthouse registration-tokens`: who may register an app where nobody else may. Works beside a running server, on the same store. */
import type { InitialAccessToken, InitialAccessTokens } from '@granthouse/authorization-server';
import { printableJson } from '@granthouse/protocol';
import type { Given } from '../arguments.ts';
import { CommandError, UsageError } from '../command-error.ts';
import { row, type Terminal } from '../terminal.ts';
import { commandOf, type Verb } from '../verbs.ts';

/** Seconds. */
const day = 86_400;

const flags = ['json'];

const verbs: ReadonlyMap<string, Verb<InitialAccessTokens>> = new Map([
  ['add', { words: ['NAME'], options: ['uses', 'days'], flags, judge: judgeNumbers, act: add }],
  ['list', { words: [], options: [], flags, act: list }],
  ['remove', { words: ['ID'], options: [], act: remove }],
]);

export const registrationTokens = commandOf({
  name: 'registration-tokens',
  verbs,
  async open(server) {
    const { openInitialAccessTokens } = await import('@granthouse/authorization-server');
    const { initialAccessTokens: room, close } = await openInitialAccessTokens(server);
    return { room, close };
  },
});

function judgeNumbers({ options }: Given): void {
  for (const name of ['uses', 'days']) {
    if (!/^[1-9][0-9]{0,6}$/.test(options[name] ?? '1'))
      throw new UsageError(`--${name} takes a whole number, 1 or more`);
  }
}

async function add(
  room: InitialAccessTokens,
  { words, options, flags: given }: Given,
  terminal: Terminal,
): Promise<void> {
  const { uses, days } = options;
  const added = await room.add({
    name: words[0] ?? '',
    uses: uses === undefined ? undefined : Number(uses),
    lifetime: days === undefined ? undefined : Number(days) * day,
  });
  if (given['json']) return terminal.say(printableJson(added, 2));
  terminal.say(`initial_access_token: ${added.token}`);
  terminal.complain(
    'Keep the token now: it is not shown again. An app sends it as a bearer token when it registers. The server asks for it where registration.open is false and registration.initialAccessTokens is true.',
  );
}

async function list(room: InitialAccessTokens, given: Given, terminal: Terminal): Promise<void> {
  const all = await room.list();
  if (given.flags['json']) return terminal.say(printableJson(all, 2));
  for (const token of all) terminal.say(lineOf(token));
  if (all.length === 0) terminal.complain('There is no token: granthouse registration-tokens add NAME --config FILE');
}

async function remove(room: InitialAccessTokens, { words: [id = ''] }: Given, terminal: Terminal): Promise<void> {
  if (!(await room.remove(id)))
    throw new CommandError(`there is no token ${id}; granthouse registration-tokens list shows them`);
  terminal.say(`${id} is removed: nobody registers with it any more. Who did stays registered.`);
}

function lineOf({ id, name, uses_left: left, expires_at: end }: InitialAccessToken): string {
  const until = end === undefined ? 'no end' : `until ${new Date(end * 1000).toISOString()}`;
  return row([id, name, left === undefined ? 'any number of uses' : `${left} uses left`, until]);
}
