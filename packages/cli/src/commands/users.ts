/** `granthouse users`: who may sign in. Works beside a running server, on the same store. */
import type { Accounts } from '@granthouse/authorization-server';
import type { Given } from '../arguments.ts';
import { CommandError } from '../command-error.ts';
import { row, type Terminal } from '../terminal.ts';
import { commandOf, type Verb } from '../verbs.ts';

const leastPasswordLength = 8;

const verbs: ReadonlyMap<string, Verb<Accounts>> = new Map([
  ['add', { words: ['LOGIN'], options: ['name', 'email'], act: add }],
  ['list', { words: [], options: [], act: list }],
  ['remove', { words: ['LOGIN'], options: [], act: remove }],
  ['set-password', { words: ['LOGIN'], options: [], act: setPassword }],
]);

export const users = commandOf({
  name: 'users',
  verbs,
  async open(server) {
    const { openAccounts } = await import('@granthouse/authorization-server');
    const { accounts, close } = await openAccounts(server);
    return { room: accounts, close };
  },
});

async function add(accounts: Accounts, given: Given, terminal: Terminal): Promise<void> {
  const [login = ''] = given.words;
  const { name, email } = given.options;
  const person = { login, ...(name === undefined ? {} : { name }), ...(email === undefined ? {} : { email }) };
  if (!(await accounts.add({ ...person, password: await newPassword(terminal) }))) {
    throw new CommandError(`${login} exists already; use set-password to change the password`);
  }
  terminal.say(`${login} can sign in now.`);
}

async function list(accounts: Accounts, _given: Given, terminal: Terminal): Promise<void> {
  const all = await accounts.list();
  for (const { login, claims } of all) terminal.say(row([login, claims.name ?? '', claims.email ?? '']));
  if (all.length === 0) terminal.complain('Nobody can sign in yet: granthouse users add LOGIN --config FILE');
}

async function remove(accounts: Accounts, given: Given, terminal: Terminal): Promise<void> {
  const [login = ''] = given.words;
  if (!(await accounts.remove(login))) throw new CommandError(`there is no ${login}`);
  terminal.say(`${login} is removed: signed out everywhere, every app disconnected.`);
}

async function setPassword(accounts: Accounts, given: Given, terminal: Terminal): Promise<void> {
  const [login = ''] = given.words;
  if (!(await accounts.setPassword(login, await newPassword(terminal)))) throw new CommandError(`there is no ${login}`);
  terminal.say(`${login} has a new password and is signed out of every browser.`);
}

async function newPassword(terminal: Terminal): Promise<string> {
  const password = await terminal.password('New password: ');
  if (Array.from(password).length >= leastPasswordLength) return password;
  throw new CommandError(
    `a password has at least ${leastPasswordLength} characters; give it on standard input or at the prompt`,
  );
}
