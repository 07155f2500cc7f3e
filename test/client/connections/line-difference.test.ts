/** What became another of a tool's definition, line by line and in order: nothing that went or came is left out. */
import { describe, expect, it } from '@jest/globals';
import {
  commonWords,
  type ComparedLine,
  lineDifference,
} from '../../../packages/client/src/connections/tools/line-difference.ts';

const signs = { same: ' ', removed: '-', added: '+' } as const;
const written = (lines: readonly ComparedLine[]) => lines.map(({ kind, text }) => signs[kind] + text).join('|');
const compared = (before: string, now: string) =>
  written(lineDifference(before.replaceAll('|', '\n'), now.replaceAll('|', '\n')));

describe('two texts', () => {
  it.each([
    ['that are alike', 'a|b', 'a|b', ' a| b'],
    ['one of which is nothing', '', 'a', '-|+a'],
    ['with a line between others', 'a|c', 'a|b|c', ' a|+b| c'],
    ['without a line', 'a|b|c', 'a|c', ' a|-b| c'],
    ['with another line', 'a|b|c', 'a|x|c', ' a|-b|+x| c'],
    ['in another order', 'ask|send', 'send|ask', '-ask| send|+ask'],
    ['with a line twice', 'a|b', 'a|b|a', ' a| b|+a'],
    ['with changes apart', 'a|b|c|d|e', 'a|x|c|y|e', ' a|-b|+x| c|-d|+y| e'],
    ['that have nothing in common', 'a|b', 'c|d', '-a|-b|+c|+d'],
  ])('%s', (_title, before, now, difference) => {
    expect(compared(before, now)).toBe(difference);
  });

  it('make each other whole again, whatever they are', () => {
    let seed = 7;
    const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    const text = () => Array.from({ length: random(30) + 1 }, () => 'abcd'[random(4)]).join('\n');
    for (let times = 0; times < 200; times += 1) {
      const [before, now] = [text(), text()];
      const lines = lineDifference(before, now);
      const without = (kind: string) =>
        lines
          .filter((line) => line.kind !== kind)
          .map((line) => line.text)
          .join('\n');
      expect([without('added'), without('removed')]).toEqual([before, now]);
    }
  });

  it('of which a server made more than anybody compares are all another, between what is the same at both ends', () => {
    const long = (word: string) =>
      `same\n${Array.from({ length: 20_000 }, (_, line) => `${word} ${line}`).join('\n')}\nend`;
    const lines = lineDifference(long('old'), long('new'));
    expect(lines).toHaveLength(40_002);
    expect(lines.filter(({ kind }) => kind === 'same').map(({ text }) => text)).toEqual(['same', 'end']);
  });
});

it.each([
  ['Sends a mail.', 'Sends a secret mail.', 'Sends a ', 'mail.'],
  ['same', 'other', '', ''],
  ['a a', 'a a a', 'a a', ''],
])('two lines have whole words in common: %s / %s', (before, now, head, tail) => {
  const ends = commonWords(before, now);
  expect(ends).toEqual({ head, tail });
  expect(now.startsWith(ends.head) && now.endsWith(ends.tail)).toBe(true);
});
