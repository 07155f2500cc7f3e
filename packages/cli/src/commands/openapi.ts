/** `granthouse openapi`: what the tools of an OpenAPI document are, and which of them hosts refuse. Needs no store. */
import { printableJson } from '@granthouse/protocol';
import { readArguments, type Given, type Wanted } from '../arguments.ts';
import type { Command } from '../command.ts';
import { CommandError, UsageError } from '../command-error.ts';
import type { Terminal } from '../terminal.ts';

interface OpenApiVerb {
  readonly lists: readonly string[];
  readonly flags: readonly string[];
  act(given: Given, terminal: Terminal): Promise<void>;
}

const verbs: ReadonlyMap<string, OpenApiVerb> = new Map([
  ['check', { lists: ['host', 'tag'], flags: ['json', 'mend'], act: check }],
  ['tools', { lists: ['tag'], flags: ['json'], act: tools }],
]);

export const openapi: Command = async ([word = '', ...args], terminal) => {
  const verb = verbs.get(word);
  if (!verb) throw new UsageError(`openapi takes ${[...verbs.keys()].join(', ')}`);
  const options = ['server', 'server-name', 'names', 'prefix', 'max-name'];
  const wanted: Wanted = { words: ['FILE'], options, lists: verb.lists, flags: verb.flags };
  await verb.act(readArguments(args, wanted), terminal);
};

async function check(given: Given, terminal: Terminal): Promise<void> {
  const { hostsNamed, limitsOf } = await import('../openapi/hosts.ts');
  const hosts = hostsNamed(given.lists['host']);
  const { planOf } = await import('../openapi/planned.ts');
  const { checkReport } = await import('../openapi/check-report.ts');
  const limits = hosts.map((host) => limitsOf(host, given.options['server-name']));
  const isMended = given.flags['mend'] === true;
  const report = checkReport(planOf(given, isMended ? limits : []), hosts, { limits, isMended });
  if (given.flags['json']) terminal.say(printableJson(report, 2));
  else {
    const { checkText } = await import('../openapi/check-text.ts');
    terminal.say(checkText(report, given.lists['host'] !== undefined));
  }
  const refusing = report.hosts.filter(({ refused }) => refused.length > 0).map(({ id }) => id);
  const named = refusing.length > 3 ? `${refusing.length} of ${report.hosts.length} hosts` : refusing.join(', ');
  if (refusing.length > 0) throw new CommandError(`${named}: not every tool is taken`);
}

async function tools(given: Given, terminal: Terminal): Promise<void> {
  const { planOf } = await import('../openapi/planned.ts');
  const { listedTools, toolsText } = await import('../openapi/tools-text.ts');
  const planned = planOf(given);
  const listed = listedTools(planned);
  terminal.say(given.flags['json'] ? printableJson(listed, 2) : toolsText(listed, planned.skipped.length));
}
