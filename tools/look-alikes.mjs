/** `node tools/look-alikes.mjs FILE`: makes the table of look-alikes anew from Unicode's `confusables.txt` (UTS #39 §4.1). */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup/run.mjs';
import { main, SetupError } from './setup/setup-error.mjs';

const table = 'packages/authorization-server/src/asking/look-alikes.ts';

/**
 * Letters to anyone who reads, and to Unicode only like each other: small capitals, letters with a tail or an arc, and
 * the syllables that generators of fancy text take.
 */
const more = {
  a: 'ᴀɐⱥȺᗩ卂',
  b: 'ʙɓ',
  c: 'ɕƈᑕ匚',
  d: 'ᴅɖɗժ',
  e: 'ᴇɛεєɘәᗴᗱ乇',
  f: 'ꜰƒ',
  g: 'ɢɠᘜ',
  h: 'ʜɦ',
  i: 'ɪ丨',
  j: 'ᴊ',
  k: 'ᴋĸƙ',
  l: 'ʟɭㄥ',
  m: 'ᴍɱ',
  n: 'ɴɲɳпᑎ',
  o: 'ᗝㄖ',
  p: 'ᴘƥ',
  q: 'ꞯʠᑫ',
  r: 'ʀɾɼяɍɌ尺',
  s: 'ꜱʂᔕ丂',
  t: 'ᴛʈтⱦȾ丅ㄒ',
  u: 'ᴜʉʊմㄩ',
  w: 'ᴡшωᗯ',
  y: 'ʏƴɏɎ',
  z: 'ᴢʐᘔ',
};

const bare = (text) =>
  text
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Default_Ignorable_Code_Point}]/gu, '')
    .toLowerCase();
const textOf = (codePoints) =>
  String.fromCodePoint(
    ...codePoints
      .trim()
      .split(' ')
      .map((hex) => Number.parseInt(hex, 16)),
  );

await main(async ([file]) => {
  if (file === undefined) throw new SetupError('No file was named.', 'Name the confusables.txt of a Unicode version.');
  const text = readFileSync(file, 'utf8');
  const version = /^# Version: (?<version>[\d.]+)$/mu.exec(text)?.groups?.version;
  if (version === undefined) throw new SetupError(`${file} says no version.`, 'Name the confusables.txt of Unicode.');
  const alike = new Map();
  for (const [, from, to] of text.matchAll(/^([\dA-F]+) ;\t([\dA-F ]+) ;\tMA/gmu))
    note(alike, textOf(from), bare(textOf(to)));
  for (const [letter, others] of Object.entries(more)) for (const other of others) note(alike, other, letter);
  writeFileSync(join(root, table), written(alike, version));
  console.log(`${table}: ${alike.size} characters of Unicode ${version}`);
  return 0;
});

/** Only what looks like plain letters, and is not taken apart by normalisation before. */
function note(alike, character, letters) {
  if (/^[ -~]$/u.test(character) || !/^[a-z]{1,3}$/u.test(letters) || character.normalize('NFKD') !== character) return;
  if (!alike.has(character)) alike.set(character, letters);
}

function written(alike, version) {
  const byLetters = Map.groupBy(alike.keys(), (character) => alike.get(character));
  const rows = [...byLetters]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([letters, characters]) => {
      const codePoints = characters
        .map((character) => character.codePointAt(0))
        .toSorted((left, right) => left - right);
      return `  ${letters}: '${codePoints.map((codePoint) => codePoint.toString(16)).join(' ')}',`;
    });
  return `/**
 * Characters that look like letters of the Latin alphabet, from the data of Unicode ${version} for UTS #39 §4.1 (their
 * license: UNICODE-LICENSE of this package), save those that normalisation turns into such letters. Made by
 * \`tools/look-alikes.mjs\`, which adds small capitals and the like.
 */

/** By what they look like, their code points in hexadecimal. */
const codePoints = {
${rows.join('\n')}
};

/** From a character to the letters, all of them small. */
export const lookAlikes: ReadonlyMap<string, string> = new Map(
  Object.entries(codePoints).flatMap(([letters, of]) =>
    of.split(' ').map((hex): [string, string] => [String.fromCodePoint(Number.parseInt(hex, 16)), letters]),
  ),
);
`;
}
