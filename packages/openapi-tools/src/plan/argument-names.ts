/** What each argument of a tool is called, independent of the order in which they stand, so that names don't move between versions. */
import { createHash } from 'node:crypto';
import type { PlannedArgument } from './plan.ts';

const legal = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/u;
const longest = 64;

/** Each argument under its own name: the body keeps the bare one, others get their place behind it when it is taken. */
export function nameArguments(all: readonly PlannedArgument[]): ReadonlyMap<string, PlannedArgument> {
  const bare = counted(all.map(bareName));
  const named = new Map<string, PlannedArgument>();
  const claimed = counted(all.map((argument) => nameByPlace(argument, bare)));
  for (const argument of all) {
    const name = nameByPlace(argument, bare);
    named.set((claimed.get(name) ?? 0) > 1 ? nameByHash(argument) : name, argument);
  }
  return named;
}

function nameByPlace(argument: PlannedArgument, bare: ReadonlyMap<string, number>): string {
  const name = bareName(argument);
  if ((bare.get(name) ?? 0) < 2 || argument.in === 'body') return name;
  return `${name.slice(0, longest - argument.in.length - 1)}_${argument.in}`;
}

function nameByHash(argument: PlannedArgument): string {
  const place = JSON.stringify([argument.in, argument.wireName]);
  const hash = createHash('sha256').update(place).digest('hex').slice(0, 8);
  return `${bareName(argument).slice(0, longest - 9)}_${hash}`;
}

function bareName({ wireName }: PlannedArgument): string {
  if (wireName === undefined) return 'body';
  if (wireName === '*') return 'path_rest';
  if (legal.test(wireName)) return wireName;
  const cleaned = wireName.replaceAll(/[^A-Za-z0-9_]+/gu, '_').slice(0, longest);
  return /^[A-Za-z_]/u.test(cleaned) ? cleaned : `_${cleaned.slice(0, longest - 1)}`;
}

function counted(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
