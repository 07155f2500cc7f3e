/** Words and options of a command line, judged: an unknown option or a missing word is said, not guessed around. */
import { parseArgs } from 'node:util';
import { UsageError } from './command-error.ts';

interface Wanted {
  readonly words: readonly string[];
  readonly options: readonly string[];
}

export interface Given {
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, string | undefined>>;
}

export function readArguments(args: string[], wanted: Wanted): Given {
  const { positionals, values } = parsed(args, wanted);
  if (positionals.length !== wanted.words.length) {
    const expected = wanted.words.length === 0 ? 'no words' : wanted.words.join(' ');
    // Not the words themselves: one of them may be a password that someone tried to pass.
    throw new UsageError(`expected ${expected} beside the options, got ${positionals.length} words`);
  }
  // What is kept is shown again: each in one line, and never as nothing.
  if ([...positionals, ...Object.values(values)].some((text = 'absent') => !/\S/u.test(text) || /\p{Cc}/u.test(text))) {
    throw new UsageError('an argument is empty or holds a control character');
  }
  return { words: positionals, options: values };
}

function parsed(args: string[], wanted: Wanted) {
  const options = Object.fromEntries(wanted.options.map((name) => [name, { type: 'string' as const }]));
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : 'the arguments are wrong', { cause });
  }
}

export function required(given: Given, option: string): string {
  const value = given.options[option];
  if (value === undefined) throw new UsageError(`--${option} is missing`);
  return value;
}
