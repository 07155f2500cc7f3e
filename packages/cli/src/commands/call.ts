/** `granthouse call URL TOOL '{…}'`: one call, its answer on standard output, and a status that says whether the tool failed. */
import type { ListedTool, Progress, ToolResult } from '@granthouse/client';
import { printableJson, printableText } from '@granthouse/protocol';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { CommandError, UsageError } from '../command-error.ts';
import { serverOptions } from '../connect/server-options.ts';
import { progressOn } from '../doctor/progress.ts';
import { clipped, columns } from '../openapi/text.ts';

/** The call was made, and the tool says that it failed. */
const toolFailed = 4;

export const call: Command = async (args, terminal) => {
  const wanted = serverOptions({ words: ['URL', 'TOOL'], optionalWords: ['INPUT'], flags: ['json'] });
  const given = readArguments(args.map(inOneLine), wanted);
  const [, tool = '', input = '{}'] = given.words;
  const parsed = inputOf(input === '-' ? await terminal.input() : input);
  const { withConnection } = await import('../connect/client-session.ts');
  const { interruptible } = await import('../connect/interruptible.ts');
  const progress = progressOn(process.stderr);
  const result = await interruptible((signal) =>
    withConnection({ given, terminal, signal }, async (connection) => {
      // Listed first, for a tool says how its arguments travel (MCP 2026-07-28, transports).
      const listed = await connection.tools({ signal });
      if (!listed.some(({ name }) => name === tool)) throw unknown(tool, listed);
      const onProgress = (told: Progress) => progress.show(progressText(told));
      return connection.call(tool, parsed, { signal, onProgress });
    }),
  ).finally(progress.clear);
  terminal.say(given.flags['json'] ? printableJson(result, 2) : textOf(result));
  if (result.isError) throw new CommandError('the tool says that it failed', { status: toolFailed });
};

function unknown(tool: string, listed: readonly ListedTool[]): CommandError {
  const near = listed.map(({ name }) => name).filter((name) => bare(name).includes(bare(tool)));
  const meant =
    near.length > 0 ? `, perhaps ${near.slice(0, 3).map(short).join(' or ')}` : ': granthouse tools URL lists them';
  return new CommandError(printableText(`the server offers no tool "${tool}"${meant}`));
}

const short = (name: string) => clipped(name, columns);
const bare = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/gu, '');

function progressText({ progress, total, message }: Progress): string {
  return [total === undefined ? `${progress}` : `${progress}/${total}`, message].filter(Boolean).join('  ');
}

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
