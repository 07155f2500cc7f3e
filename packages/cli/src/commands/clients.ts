/** `granthouse clients`: the apps and resource servers that the operator registers. Works beside a running server, on the same store. */
import { readFile } from 'node:fs/promises';
import type { Clients, PreRegisteredClient } from '@granthouse/authorization-server';
import { printableJson } from '@granthouse/protocol';
import type { Given } from '../arguments.ts';
import { CommandError, UsageError } from '../command-error.ts';
import { row, type Terminal } from '../terminal.ts';
import { commandOf, type Verb } from '../verbs.ts';

const flags = ['json'];
const described = ['id', 'introspects', 'method', 'jwks'];

const verbs: ReadonlyMap<string, Verb<Clients>> = new Map([
  ['add', { words: ['NAME'], options: described, lists: ['redirect-uri'], flags, judge: judgePurpose, act: add }],
  ['list', { words: [], options: [], flags, act: list }],
  ['show', { words: ['ID'], options: [], flags, act: show }],
  ['rotate-secret', { words: ['ID'], options: [], act: rotateSecret }],
  ['remove', { words: ['ID'], options: [], act: remove }],
]);

export const clients = commandOf({
  name: 'clients',
  verbs,
  async open(server) {
    const { openClients } = await import('@granthouse/authorization-server');
    const { clients: room, close } = await openClients(server);
    return { room, close };
  },
});

function judgePurpose({ lists, options }: Given): void {
  if ((lists['redirect-uri'] === undefined) !== (options['introspects'] === undefined)) return;
  throw new UsageError('give --redirect-uri once or several times, or --introspects with a resource');
}

async function add(room: Clients, given: Given, terminal: Terminal): Promise<void> {
  const { id, introspects, method, jwks } = given.options;
  const redirectUris = given.lists['redirect-uri'];
  const added = await room.add({
    client_name: given.words[0] ?? '',
    ...(redirectUris === undefined ? {} : { redirect_uris: redirectUris }),
    ...(introspects === undefined ? {} : { introspects }),
    ...(id === undefined ? {} : { client_id: id }),
    ...(method === undefined ? {} : { token_endpoint_auth_method: method }),
    ...(jwks === undefined ? {} : { jwks: await readKeys(jwks) }),
  });
  if (given.flags['json']) return terminal.say(printableJson(added, 2));
  terminal.complain(`${added.client_name} is registered.`);
  terminal.say(`client_id: ${added.client_id}`);
  if (added.client_secret !== undefined) sayOnce(terminal, added.client_secret);
}

async function list(room: Clients, given: Given, terminal: Terminal): Promise<void> {
  const all = await room.list();
  if (given.flags['json']) return terminal.say(printableJson(all, 2));
  for (const client of all) terminal.say(lineOf(client));
  if (all.length === 0) {
    terminal.complain('No client is pre-registered: granthouse clients add NAME --redirect-uri URI --config FILE');
  }
  terminal.complain(`Clients that registered themselves, not shown: ${await room.countSelfRegistered()}`);
}

async function show(room: Clients, given: Given, terminal: Terminal): Promise<void> {
  const client = await known(room, given);
  if (given.flags['json']) return terminal.say(printableJson(client, 2));
  for (const [member, value] of Object.entries(client)) {
    const isPlain = typeof value === 'string' || typeof value === 'number';
    terminal.say(
      row([`${member}: ${isPlain ? value : Array.isArray(value) ? value.join(' ') : JSON.stringify(value)}`]),
    );
  }
}

async function rotateSecret(room: Clients, given: Given, terminal: Terminal): Promise<void> {
  const { client_id: id, token_endpoint_auth_method: method } = await known(room, given);
  if (!method.startsWith('client_secret')) throw new CommandError(`${id} has no secret: its method is ${method}`);
  const secret = await room.rotateSecret(id);
  if (secret === undefined) throw new CommandError(`${id} was changed at the same moment; try again`);
  terminal.complain(`The old secret of ${id} is refused from now on.`);
  sayOnce(terminal, secret);
}

async function remove(room: Clients, given: Given, terminal: Terminal): Promise<void> {
  const [id = ''] = given.words;
  const isPreRegistered = (await room.find(id)) !== undefined;
  if (!(await room.remove(id))) throw new CommandError(`there is no client ${id}`);
  terminal.say(`${id} is removed, and everyone who used it is disconnected.`);
  if (id.startsWith('https://')) {
    terminal.complain(
      'It may come again by its document, unless clientIdMetadataDocuments.deny names it and no copy is pinned.',
    );
  } else if (!isPreRegistered) {
    terminal.complain('It may register itself again, unless registration.open is false.');
  }
}

async function known(room: Clients, given: Given): Promise<PreRegisteredClient> {
  const [id = ''] = given.words;
  const client = await room.find(id);
  if (client) return client;
  throw new CommandError(`there is no pre-registered client ${id}; granthouse clients list shows them`);
}

function sayOnce(terminal: Terminal, secret: string): void {
  terminal.say(`client_secret: ${secret}`);
  terminal.complain('Keep the secret now: it is not shown again.');
}

function lineOf({
  client_id,
  client_name,
  token_endpoint_auth_method,
  introspects,
  redirect_uris,
}: PreRegisteredClient) {
  const purpose = introspects === undefined ? redirect_uris.join(' ') : `introspects ${introspects}`;
  return row([client_id, client_name, token_endpoint_auth_method, purpose]);
}

async function readKeys(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new CommandError(`${file} cannot be read as JSON; --jwks takes a key set: {"keys": [ … ]}`, { cause });
  }
}
