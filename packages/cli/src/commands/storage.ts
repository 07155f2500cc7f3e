/** `granthouse storage`: whether the store is sound. Works beside running servers, and changes nothing. */
import type { StoreReport } from '@granthouse/storage';
import { printableJson } from '@granthouse/protocol';
import type { Given } from '../arguments.ts';
import { CommandError } from '../command-error.ts';
import { row, type Terminal } from '../terminal.ts';
import { commandOf, type Verb } from '../verbs.ts';

type Look = () => Promise<StoreReport>;

const verbs: ReadonlyMap<string, Verb<Look>> = new Map([
  ['check', { words: [], options: [], flags: ['json'], act: check }],
]);

export const storage = commandOf({
  name: 'storage',
  verbs,
  async open(server) {
    const { checkStore } = await import('@granthouse/authorization-server');
    return { room: () => checkStore(server), close: async () => {} };
  },
});

async function check(look: Look, given: Given, terminal: Terminal): Promise<void> {
  const report = await look();
  if (given.flags['json']) terminal.say(printableJson(report, 2));
  else {
    terminal.say(row(['engine', report.engine]));
    if (report.schemaVersion !== undefined) terminal.say(row(['schema', String(report.schemaVersion)]));
    for (const [collection, count] of Object.entries(report.records)) terminal.say(row([collection, String(count)]));
  }
  if (report.problems.length > 0) throw new CommandError(report.problems.join('\n'));
  terminal.complain('The store is sound, and the secret opens what is sealed in it.');
}
