/** `granthouse storage`: whether the store is sound, an authorization server's or that of connections. Works beside running servers, and changes nothing. */
import { printableJson } from '@granthouse/protocol';
import type { StoreReport } from '@granthouse/storage';
import { resolve } from 'node:path';
import { readArguments, required } from '../arguments.ts';
import type { Command } from '../command.ts';
import { CommandError, UsageError } from '../command-error.ts';
import { readConfiguration } from '../configuration.ts';
import { kindOf, readJson, shownIn } from '../configuration-file.ts';
import { readTeamConfiguration } from '../connections/configuration.ts';
import { requireStoreRuntime } from '../runtime.ts';
import { row, type Terminal } from '../terminal.ts';

export const storage: Command = async ([word, ...args], terminal) => {
  if (word !== 'check') throw new UsageError('storage takes check');
  const given = readArguments(args, { words: [], options: ['config'], flags: ['json'] });
  const file = resolve(required(given, 'config'));
  requireStoreRuntime();
  const report = await look(file);
  if (given.flags['json']) terminal.say(printableJson(report, 2));
  else show(report, terminal);
  if (report.problems.length > 0) throw new CommandError(report.problems.join('\n'));
  terminal.complain('The store is sound, and the secret opens what is sealed in it.');
};

async function look(file: string): Promise<StoreReport> {
  const surroundings = { environment: process.env, warn: () => {} };
  const json = await readJson(file, { path: file, remedy: shownIn('docs/quickstart.md') });
  if (kindOf(json) === 'connections') {
    const { checkConnections } = await import('@granthouse/client/connections');
    return checkConnections(await readTeamConfiguration(file, surroundings));
  }
  const { checkStore } = await import('@granthouse/authorization-server');
  const { server } = await readConfiguration(file, surroundings);
  return checkStore(server);
}

function show({ engine, schemaVersion, records }: StoreReport, terminal: Terminal): void {
  terminal.say(row(['engine', engine]));
  if (schemaVersion !== undefined) terminal.say(row(['schema', String(schemaVersion)]));
  for (const [collection, count] of Object.entries(records)) terminal.say(row([collection, String(count)]));
}
