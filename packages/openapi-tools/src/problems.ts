/** What was found wrong in a document while it was planned, each fault once: advice, never a gate. */
import type { Problem } from './open-api-error.ts';

export interface Problems {
  /** In the order in which they were found. */
  readonly list: readonly Problem[];
  add(problem: Problem): void;
}

/** A document of faults alone must not fill the memory with words about them. */
const most = 1000;

export function createProblems(): Problems {
  const list: Problem[] = [];
  const known = new Set<string>();
  return {
    list,
    add(problem) {
      const key = JSON.stringify([problem.path, problem.found]);
      if (known.has(key) || list.length >= most) return;
      known.add(key);
      const more = { path: '#', found: 'more faults than are listed', remedy: 'Mend these first, then look again.' };
      list.push(list.length === most - 1 ? more : problem);
    },
  };
}

const longest = 80;

/** A value in few words, for `found`. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > longest ? `${value.slice(0, longest)}…` : value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
