/** Names that strangers chose: what is left of them can be read, and tells no lie about the words around it. */
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { displayName } from '../../../packages/authorization-server/src/pages/display-name.ts';
import { processorTime } from '../../support/processor-time.ts';
import { propertyRuns } from '../../support/property-runs.ts';

const anyName = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc
    .array(
      fc.constantFrom(
        'a',
        'é',
        '👩',
        '\u200D',
        '\uFE0F',
        '🏽',
        '\u0301',
        '\u202E',
        '“',
        '"',
        ' ',
        '\n',
        '\u{E0041}',
        '⚕',
      ),
    )
    .map((parts) => parts.join('')),
);

describe('displayName', () => {
  it.each([
    ['an ordinary name', 'Claude Code', 'Claude Code'],
    ['another script', 'مساعد الطلبات', 'مساعد الطلبات'],
    ['accents, composed', 'Cafe\u0301', 'Café'],
    ['a family joined to one emoji', '👩‍👩‍👧‍👦', '👩‍👩‍👧‍👦'],
    ['an emoji with its style', '❤️', '❤️'],
    ['a profession with a skin tone', '👩🏽‍⚕️', '👩🏽‍⚕️'],
    ['an override that turns text around', 'Claude\u202E.reifirev\u202C', 'Claude.reifirev'],
    ['isolates and marks of direction', '\u2066a\u2069\u200E\u200F\u061Cb', 'ab'],
    ['zero-width characters', 'C\u200Bl\u200Ca\u200Du\u2060d\uFEFFe\u00AD', 'Claude'],
    ['tags that hide words', 'Claude\u{E0001}\u{E0041}', 'Claude'],
    ['new lines and tabs', 'Claude\r\n\tWhere access goes', 'Claude Where access goes'],
    ['control characters', '\u0000Cla\u0007ude\u009B', 'Claude'],
    ['blanks of other kinds', ' \u3000Cla\u00A0\u2003ude\u2800 ', 'Cla ude'],
    ['half a character', 'Claude\uD83D', 'Claude'],
    ['icons of one system', '\uF8FF Pay', 'Pay'],
    ['quotes that would end ours', 'Claude”. "Verified" «x»', "Claude'. 'Verified' 'x'"],
    ['single quotes that would end ours together', "Claude’’. `´Verified'\u20DD'", "Claude'. 'Verified'"],
    ['quotes of other scripts and prime marks', 'Claudeˮ. ״Verified〃 ʺx˝', "Claude'. 'Verified' 'x'"],
    ['marks without a letter', '\u0301\u0489Claude', 'Claude'],
    ['marks without end', `Z${'\u0321'.repeat(500)}algo`, `Z${'\u0321'.repeat(3)}algo`],
    ['nothing that can be seen', '\u200B\u3164\u2800\uFEFF', ''],
  ])('%s', (_kind, name, expected) => {
    expect(displayName(name)).toBe(expected);
  });

  it('cuts between graphemes, and says that it cut', () => {
    expect(displayName('👩‍👩‍👧‍👦'.repeat(10), 3)).toBe('👩‍👩‍👧‍👦👩‍👩‍👧‍👦…');
    expect(displayName('abc', 3)).toBe('abc');
    expect(displayName('ab cd', 4)).toBe('ab…');
  });

  it('leaves one line, nothing invisible, nothing that ends the quotes, and never more than asked for', () => {
    const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
    fc.assert(
      fc.property(anyName, fc.integer({ min: 2, max: 80 }), (name, most) => {
        const shown = displayName(name, most);
        expect(shown).not.toMatch(/[\p{Cc}\p{Co}\p{Cs}\u2028\u2029"“”«»]|(?![\u200D])\p{Cf}/u);
        expect(shown).not.toMatch(/['’‘`´]{2}/u);
        expect(shown).not.toMatch(/(?<!\p{Extended_Pictographic}\p{Emoji_Modifier}?\uFE0F?)\u200D/u);
        expect(Array.from(graphemes.segment(shown)).length).toBeLessThanOrEqual(most);
        expect(shown).toBe(shown.trim());
        expect(displayName(shown, most)).toBe(shown);
      }),
      { numRuns: propertyRuns(300) },
    );
  });

  it('reads no more of an endless name than it needs', () => {
    const spent = processorTime();
    displayName('\u202E\u0301'.repeat(5_000_000));
    expect(spent()).toBeLessThan(500);
  });
});
