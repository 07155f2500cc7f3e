/** Words and options of a command line, judged: an unknown option or a missing word is said, not guessed around. */
import { parseArgs } from 'node:util';
import { UsageError } from './command-error.ts';
import { counted } from './openapi/text.ts';

export interface Wanted {
  readonly words: readonly string[];
  /** Words that may follow. */
  readonly optionalWords?: readonly string[];
  readonly options: readonly string[];
  /** Options that may come several times. */
  readonly lists?: readonly string[];
  /** Options without a value. */
  readonly flags?: readonly string[];
}

export interface Given {
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, string | undefined>>;
  readonly lists: Readonly<Record<string, readonly string[] | undefined>>;
  readonly flags: Readonly<Record<string, boolean | undefined>>;
}

export function readArguments(args: string[], wanted: Wanted): Given {
  const { positionals, values, tokens } = parsed(args, wanted);
  for (const name of wanted.options) refuseRepeated(name, tokens);
  const { words, optionalWords = [] } = wanted;
  if (positionals.length < words.length || positionals.length > words.length + optionalWords.length) {
    const named = [...words, ...optionalWords.map((word) => `[${word}]`)];
    const expected = named.length === 0 ? 'no words' : named.join(' ');
    // Not the words themselves: one of them may be a password that someone tried to pass.
    const got = positionals.length === 0 ? 'nothing' : counted(positionals.length, 'word');
    throw new UsageError(`expected ${expected} beside the options, got ${got}`);
  }
  // What is kept is shown again: each in one line, and never as nothing.
  if ([...positionals, ...Object.values(values).flat()].some((value) => !isOneLine(String(value)))) {
    throw new UsageError('an argument is empty or holds a control character');
  }
  const of = (names: readonly string[] = []) => Object.fromEntries(names.map((name) => [name, values[name]]));
  return { words: positionals, options: of(wanted.options), lists: of(wanted.lists), flags: of(wanted.flags) } as Given;
}

/** The last one alone would count, and whoever wrote the others believes that they do. */
function refuseRepeated(option: string, tokens: ReturnType<typeof parsed>['tokens']): void {
  if (tokens.filter((token) => token.kind === 'option' && token.name === option).length < 2) return;
  throw new UsageError(`--${option} comes once`);
}

const isOneLine = (text: string) => /\S/u.test(text) && !/\p{Cc}/u.test(text);

function parsed(args: string[], wanted: Wanted) {
  const described = (names: readonly string[] = [], type: 'string' | 'boolean', multiple: boolean) =>
    names.map((name) => [name, { type, multiple }] as const);
  const options = Object.fromEntries([
    ...described(wanted.options, 'string', false),
    ...described(wanted.lists, 'string', true),
    ...described(wanted.flags, 'boolean', false),
  ]);
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true, tokens: true });
  } catch (cause) {
    // Node advises after the first sentence how to pass a word that begins with a dash, which nobody here wants.
    const [found] = cause instanceof Error ? cause.message.split('. ', 1) : [];
    throw new UsageError(found ?? 'the arguments are wrong', { cause });
  }
}

export function required(given: Given, option: string): string {
  const value = given.options[option];
  if (value === undefined) throw new UsageError(`--${option} is missing`);
  return value;
}
