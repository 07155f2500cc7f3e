/** `granthouse keys`: what seals and what signs. Works beside running servers, on the same store. */
import type { Keys, ResealReport, SigningKeyEntry } from '@granthouse/authorization-server';
import { printableJson } from '@granthouse/protocol';
import type { Given } from '../arguments.ts';
import { CommandError } from '../command-error.ts';
import { row, type Terminal } from '../terminal.ts';
import { commandOf, type Verb } from '../verbs.ts';

const verbs: ReadonlyMap<string, Verb<Keys>> = new Map([
  ['list', { words: [], options: [], flags: ['json'], act: list }],
  ['rotate', { words: [], options: [], flags: ['now'], act: rotate }],
  ['rotate-secret', { words: [], options: [], act: rotateSecret }],
]);

export const keys = commandOf({
  name: 'keys',
  verbs,
  async open(server) {
    const { openKeys } = await import('@granthouse/authorization-server');
    const { keys: room, close } = await openKeys(server);
    return { room, close };
  },
});

async function list(room: Keys, given: Given, terminal: Terminal): Promise<void> {
  const all = await room.signing.list();
  if (given.flags['json']) return terminal.say(printableJson(all.map(dated), 2));
  for (const key of all) terminal.say(row([key.kid, key.state, sentenceOf(key)]));
}

async function rotate(room: Keys, given: Given, terminal: Terminal): Promise<void> {
  if (given.flags['now']) return replace(room, terminal);
  const next = (await room.signing.rotate()).find(({ state }) => state === 'next');
  if (!next) throw new CommandError('a key that waited began to sign at this moment; granthouse keys list shows it');
  terminal.say(`${next.kid} is published since ${date(next.publishedAt)}, and ${sentenceOf(next)}.`);
}

async function replace(room: Keys, terminal: Terminal): Promise<void> {
  const [current] = await room.signing.rotate({ compromised: true });
  terminal.say(`${current?.kid} signs now, alone; every other key is dropped, with the tokens that it signed.`);
  terminal.complain(
    'Running servers follow within half a minute. Whoever checks tokens refuses the old ones when it reads the key set again, within five minutes at the guard of Granthouse, and apps renew theirs by refresh tokens. Nobody has to sign in again.',
  );
}

function sentenceOf({ state, signsFrom, publishedUntil }: SigningKeyEntry): string {
  if (publishedUntil !== undefined) return `is published until ${date(publishedUntil)}`;
  return state === 'next' ? `signs from ${date(signsFrom)}` : `signs since ${date(signsFrom)}`;
}

const date = (milliseconds: number) => new Date(milliseconds).toISOString();

/** Dates as people read them. */
function dated({ publishedAt, signsFrom, publishedUntil, ...entry }: SigningKeyEntry) {
  return {
    ...entry,
    publishedAt: date(publishedAt),
    signsFrom: date(signsFrom),
    ...(publishedUntil === undefined ? {} : { publishedUntil: date(publishedUntil) }),
  };
}

/** Records between two lines about how far it is. */
const toldEvery = 10_000;

async function rotateSecret(room: Keys, _given: Given, terminal: Terminal): Promise<void> {
  const report = await room.reseal((collection, { seen, resealed }) => {
    if (seen > 0 && seen % toldEvery === 0)
      terminal.complain(`${collection}: ${seen} looked at, ${resealed} sealed anew`);
  });
  terminal.say(`${report.resealed} of ${report.seen} records were sealed under another secret and are sealed anew.`);
  refuseLeftovers(report);
  terminal.say('Nothing is left that another secret sealed.');
  terminal.complain(
    'When every server has the new secret as its secret, take the other secrets out of the configuration and start the servers again. Keep them as long as you keep a backup from before.',
  );
}

function refuseLeftovers({ late, unopened }: ResealReport): void {
  if (late > 0) {
    throw new CommandError(
      `records that were sealed under another secret meanwhile: ${late}. A server still has it as its secret: start every server with the new one, then run this again`,
    );
  }
  if (unopened > 0) {
    throw new CommandError(
      `records that none of the secrets opens: ${unopened}. Name the secret that sealed them among the others, then run this again`,
    );
  }
}
