/** What each argument of a tool is called, independent of the order in which they stand, so that names don't move between versions. */
import { createHash } from 'node:crypto';
import { nameAll, type Wish } from './names.ts';
import type { PlannedArgument } from './plan.ts';

const longest = 64;

/** Each argument under its own name: the body keeps the bare one, others get their place behind it when it is taken. */
export function nameArguments(all: readonly PlannedArgument[]): ReadonlyMap<string, PlannedArgument> {
  const names = nameAll(all, wishOf);
  return new Map(all.map((argument) => [names.get(argument) ?? '', argument]));
}

function wishOf(argument: PlannedArgument, round: number): Wish | undefined {
  const bare = bareName(argument);
  // `constructor`, `__proto__`: in many a program every object seems to have them.
  const isInherited = bare in Object.prototype;
  if (round === 0) return isInherited ? undefined : { name: bare, rank: rankOf(argument, bare) };
  if (round > 1) return { name: withSuffix(bare, hashOf(argument, round)), rank: 0 };
  return argument.in === 'body' && !isInherited ? undefined : { name: withSuffix(bare, argument.in), rank: 0 };
}

function rankOf(argument: PlannedArgument, bare: string): number {
  if (argument.in !== 'body') return 2;
  return (argument.wireName ?? 'body') === bare ? 0 : 1;
}

function bareName(argument: PlannedArgument): string {
  if (argument.wireName === undefined) return 'body';
  // No character of what is cut off could come to stand in the name.
  const start = argument.wireName.slice(0, 4 * longest);
  const isRest = argument.in === 'path' && argument.severalSegments;
  const words = isRest ? start.replaceAll(/^[*+]+|[*+]+$/gu, '') || 'path_rest' : start;
  const cleaned = /^\w+$/u.test(words) ? words : words.replaceAll(/\W+/gu, '_').replaceAll(/(?<=.)_+$/gu, '');
  return (/^[A-Za-z_]/u.test(cleaned) ? cleaned : `_${cleaned}`).slice(0, longest);
}

const withSuffix = (name: string, suffix: string) => `${name.slice(0, longest - suffix.length - 1)}_${suffix}`;

function hashOf(argument: PlannedArgument, round: number): string {
  const place = JSON.stringify([argument.in, argument.wireName, ...(round > 2 ? [round] : [])]);
  return createHash('sha256').update(place).digest('hex').slice(0, 8);
}
