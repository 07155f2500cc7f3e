/** How much there is in the arguments of a call, and how deep an answer is. */
import type { JsonObject } from '../../json.ts';

export interface Weight {
  /** Of names, texts and other values together. */
  readonly characters: number;
  /** How deep lists and objects stand in each other; never counted further than `deepest`. */
  readonly depth: number;
}

/** No API has deeper ones, and whoever writes JSON runs out of stack at some thousand. */
export const deepest = 200;

export function weightOf(value: unknown, depth = 0): Weight {
  if (typeof value === 'string') return { characters: value.length, depth };
  if (depth > deepest || typeof value !== 'object' || value === null) return { characters: 8, depth };
  let characters = 2;
  let reached = depth;
  for (const name of Object.keys(value)) {
    const inner = weightOf((value as JsonObject)[name], depth + 1);
    characters += inner.characters + name.length;
    reached = Math.max(reached, inner.depth);
  }
  return { characters, depth: reached };
}
