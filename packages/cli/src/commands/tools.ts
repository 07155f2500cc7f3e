/** `granthouse tools URL`: what a server offers, as its connection on this machine sees it. */
import type { ListedTool } from '@granthouse/client';
import { printableJson } from '@granthouse/protocol';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { clipped, columns, wrapped } from '../openapi/text.ts';
import { serverOptions } from '../connect/server-options.ts';

export const tools: Command = async (args, terminal) => {
  const given = readArguments(args, serverOptions({ words: ['URL'], flags: ['json'] }));
  const { withConnection } = await import('../connect/client-session.ts');
  const listed = await withConnection({ given, terminal }, (connection) => connection.tools());
  if (given.flags['json']) return terminal.say(printableJson(listed, 2));
  for (const tool of listed) terminal.say(linesOf(tool));
  if (listed.length === 0) terminal.complain('The server offers no tools to this account.');
};

/** Of what a server says of one tool; --json has the rest. */
const longest = 1_000;

function linesOf({ name, description = '', inputSchema }: ListedTool): string {
  const required = Array.isArray(inputSchema['required']) ? inputSchema['required'].map(String) : [];
  const properties = Object.keys(inputSchema['properties'] ?? {});
  const names = properties.map((property) => (required.includes(property) ? `${property} (required)` : property));
  const lines = [clipped(name, columns), ...paragraphs(description)];
  return [...lines, ...(names.length > 0 ? paragraphs(`input: ${names.join(', ')}`) : [])].join('\n');
}

/** An empty line between two of them, as there was. */
function paragraphs(text: string): string[] {
  const shown = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  return shown
    .split(/\r?\n\s*\n/u)
    .map((each) => wrapped(each, '    '))
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}
