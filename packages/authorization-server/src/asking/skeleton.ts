/**
 * What a name looks like: names with one skeleton can be taken for each other (Unicode UTS #39 §4, made coarser: case,
 * spaces, marks and punctuation don't count either). A skeleton is compared and never shown.
 */
import { lookAlikes } from './look-alikes.ts';

/** Longer than any name that is kept. */
const mostRead = 400;

/** Also in sight, and in nobody's normal form: white letters on black ground, and flags. */
const lettersOnGround = [0x1f150, 0x1f170, 0x1f1e6] as const;

/** Two letters in one square, and what normalisation takes for another letter. */
const besideLetters = [
  ['🆎', 'ab'],
  ['🆑', 'cl'],
  ['ϲ', 'c'],
  ['Ϲ', 'c'],
] as const;

/** Typed in the place of a letter, with a word's end on either side: "Claude 1" names Claude, and so does "C1aude". */
const standIns: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '!': 'l',
  '|': 'l',
  '@': 'a',
  $: 's',
};

/** Signs that stand for a letter or for nothing, which only the whole name tells: "©laude", and "Claude ©". */
const signs: ReadonlyMap<string, string> = new Map(
  '©c (c <c ®r €e ∂d ∀a ○o ◯o ⭕o ⊙o │l ❘l +t 6g 8b 9g'.split(' ').map((pair) => [pair.slice(0, -1), pair.slice(-1)]),
);

const anySign = new RegExp(`[${[...signs.keys()].join('')}]`, 'gu');

/** Signs behind a name that are taken apart into letters of it. */
const behindNames = /[™℠Ⓡ]/gu;
const hidden = /[\p{M}\p{Cc}\p{Cf}\p{Co}\p{Default_Ignorable_Code_Point}]/gu;
const pieces = /\p{Lu}*\p{Ll}+|\p{Lu}+|[\p{Lo}\p{Lm}\p{Lt}]+|[\p{N}!|@$]/gu;

const onGround = new Map<string, string>([
  ...besideLetters,
  ...lettersOnGround.flatMap((first) =>
    Array.from({ length: 26 }, (_, index): [string, string] => [
      String.fromCodePoint(first + index),
      String.fromCodePoint(0x61 + index),
    ]),
  ),
]);

export interface Look {
  /** The skeleton of the whole name. */
  readonly skeleton: string;
  /** Where in it words begin and end, ascending. */
  readonly seams: readonly number[];
}

/**
 * Words as they can be seen: a space, a hyphen, a change from small letters to a capital. Spread letters are words too,
 * and so are digits and signs in the place of letters.
 */
export function lookOf(name: string): Look {
  const read = name.slice(0, mostRead).replaceAll(behindNames, ' ');
  const letters = lettersOf(isTyped(read) ? read : mapped(read, onGround));
  const seams = new Set<number>();
  let skeleton = '';
  for (const [piece] of letters.matchAll(pieces)) {
    seams.add(skeleton.length);
    const word = standIns[piece] ?? lettersOf(piece.toLowerCase());
    // Within a word alone: the "r" of "Editor" and the "N" of "Notion" are no "m" to anyone.
    skeleton += joined(word);
  }
  return { skeleton, seams: [...seams.add(skeleton.length)] };
}

/** How a name can be read: as it is written, and, where it has signs that may be letters, with these. */
export function looksOf(name: string): Look[] {
  const lettered = name.replaceAll(anySign, (sign) => signs.get(sign) ?? sign);
  return lettered === name ? [lookOf(name)] : [lookOf(name), lookOf(lettered)];
}

export const skeletonOf = (name: string): string => lookOf(name).skeleton;

function joined(word: string): string {
  const letters: string[] = [];
  for (const letter of word) {
    const before = letters.at(-1);
    if (letter === 'n' && before === 'r') letters[letters.length - 1] = 'm';
    else if (letter === 'v' && before === 'v') letters[letters.length - 1] = 'w';
    else letters.push(letter === 'i' ? 'l' : letter);
  }
  return letters.join('');
}

/** As Latin letters, where it looks like them. */
const lettersOf = (text: string): string => (isTyped(text) ? text : mapped(bare(text), lookAlikes));

/** ASCII, as most names are: it is no table's, nothing of it is hidden, and normalisation leaves it as it is. */
const isTyped = (text: string): boolean => /^[ -~]*$/.test(text);

const bare = (text: string): string => text.normalize('NFKD').replaceAll(hidden, '');

function mapped(text: string, by: ReadonlyMap<string, string>): string {
  return Array.from(text, (character) => by.get(character) ?? character).join('');
}
