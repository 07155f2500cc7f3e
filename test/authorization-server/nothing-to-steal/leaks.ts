/** Looks for every secret, in every spelling, in everything that was kept; says their names alone. */
import type { Crossed } from './crossed-values.ts';
import { harmless } from './harmless.ts';
import { shortest, spellingsOf } from './spellings.ts';

export const secretsOf = (crossed: readonly Crossed[]): Crossed[] =>
  crossed.filter(({ name }) => !Object.hasOwn(harmless, name));

export function leaked(secrets: readonly Crossed[], texts: readonly string[]): string[] {
  const wanted = byBeginning(secrets);
  const found = new Set<string>();
  for (const text of texts) {
    for (let at = 0; at + shortest <= text.length; at += 1) {
      for (const { name, spelling } of wanted.get(text.slice(at, at + shortest)) ?? []) {
        if (text.startsWith(spelling, at)) found.add(name);
      }
    }
  }
  return [...found].toSorted();
}

/** One look at each place of a text finds all of them, however many they are. */
function byBeginning(secrets: readonly Crossed[]) {
  const wanted = new Map<string, Array<{ readonly name: string; readonly spelling: string }>>();
  for (const { name, value } of secrets) {
    for (const spelling of spellingsOf(value)) {
      const beginning = spelling.slice(0, shortest);
      wanted.set(beginning, [...(wanted.get(beginning) ?? []), { name, spelling }]);
    }
  }
  return wanted;
}
