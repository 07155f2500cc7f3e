/** What the command line asks for: `--quick`, `--only guard,documents`, `--write`. */
import { parseArgs } from 'node:util';

export const parts = [
  'guard',
  'reject',
  'judging',
  'documents',
  'forms',
  'tokens',
  'durable',
  'growth',
  'memory',
  'start',
  'crash',
  'flood',
  'openapi',
] as const;
export type Part = (typeof parts)[number];

export interface Plan {
  readonly parts: ReadonlySet<Part>;
  readonly rounds: number;
  /** Of the calls of a full run. */
  readonly scale: number;
  readonly clients: number;
  /** How many clients and families the stores hold whose growth is measured, the smallest first. */
  readonly sizes: readonly number[];
  /** How often a server is killed. */
  readonly kills: number;
  readonly write: boolean;
}

/** Throws when a word isn't known, or when figures of less than a full run would be written into the documentation. */
export function planOf(words: readonly string[]): Plan {
  const options = { quick: { type: 'boolean' }, write: { type: 'boolean' }, only: { type: 'string' } } as const;
  const { quick = false, write = false, only } = parseArgs({ args: [...words], options }).values;
  if (write && (quick || only !== undefined)) {
    throw new Error('--write takes a full run: figures that stand side by side come from one run');
  }
  const size = quick
    ? { rounds: 1, scale: 0.1, clients: 2000, sizes: [1000, 20_000], kills: 10 }
    : { rounds: 5, scale: 1, clients: 100_000, sizes: [1000, 100_000, 1_000_000], kills: 100 };
  return { parts: chosen(only), write, ...size };
}

function chosen(only: string | undefined): ReadonlySet<Part> {
  if (only === undefined) return new Set(parts);
  return new Set(
    only.split(',').map((name) => {
      const part = parts.find((each) => each === name);
      if (!part) throw new Error(`there is no part "${name}": choose from ${parts.join(', ')}`);
      return part;
    }),
  );
}
