/** `granthouse call URL TOOL '{…}'`: one call, its answer on standard output, and a status that says whether the tool failed. */
import type { ToolResult } from '@granthouse/client';
import { printableJson, printableText } from '@granthouse/protocol';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { CommandError, UsageError } from '../command-error.ts';
import { serverOptions } from '../connect/server-options.ts';

/** The call was made, and the tool says that it failed. */
const toolFailed = 4;

export const call: Command = async (args, terminal) => {
  const wanted = serverOptions({ words: ['URL', 'TOOL'], optionalWords: ['INPUT'], flags: ['json'] });
  const given = readArguments(args.map(inOneLine), wanted);
  const [, tool = '', input = '{}'] = given.words;
  const parsed = inputOf(input === '-' ? await terminal.input() : input);
  const { withConnection } = await import('../connect/client-session.ts');
  const result = await withConnection(given, terminal, (connection) => connection.call(tool, parsed));
  terminal.say(given.flags['json'] ? printableJson(result, 2) : textOf(result));
  if (result.isError) throw new CommandError('the tool says that it failed', { status: toolFailed });
};

/** JSON may come in several lines, which an argument else may not. */
function inOneLine(word: string): string {
  if (!word.trimStart().startsWith('{')) return word;
  try {
    return printableJson(JSON.parse(word));
  } catch {
    return word;
  }
}

function inputOf(text: string): Record<string, unknown> {
  try {
    const input: unknown = JSON.parse(text);
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as Record<string, unknown>;
  } catch {
    // Said below; the parser's own words would repeat the text.
  }
  throw new UsageError(`the input of a tool is a JSON object, such as '{"id": 7}'`);
}

/** For people: texts as they are, save what a terminal would obey. */
function textOf({ content, structuredContent }: ToolResult): string {
  if (content.length === 0) return printableJson(structuredContent ?? {}, 2);
  return content.map((block) => (block['type'] === 'text' ? linesOf(block['text']) : namedOf(block))).join('\n');
}

const linesOf = (text: unknown) =>
  String(text)
    .split(/\r?\n/u)
    .map((line) => line.split('\t').map(printableText).join('\t'))
    .join('\n');

function namedOf({ type, mimeType, uri }: Readonly<Record<string, unknown>>): string {
  const what = [type, mimeType, uri].filter((each) => typeof each === 'string').join(' ');
  return printableText(`[${what}: --json shows it]`);
}
