/** Names that can be taken for each other have one skeleton, others have not (Unicode UTS #39 §4). */
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { lookAlikes } from '../../../packages/authorization-server/src/asking/look-alikes.ts';
import { lookOf, skeletonOf } from '../../../packages/authorization-server/src/asking/skeleton.ts';
import { propertyRuns } from '../../support/property-runs.ts';
import { hostileText } from '../pages/parsed-html.ts';

describe('a name', () => {
  it.each([
    ['in other letters’ case', 'cLAUDE'],
    ['spread', 'C l a u d e'],
    ['spread by spaces of every kind', 'C\u00A0l\u2003a\u3000u\u2800d\u200Be'],
    ['with hyphens and dots', 'C-l_a.u·d—e'],
    ['with hidden characters', 'Cl\u200Ba\u00ADu\u2060d\uFEFFe\u{E0041}'],
    ['turned around twice', '\u202ACl\u202Caude\u2066'],
    ['with marks', 'Ćl\u0336åüḍé'],
    ['with strokes', 'Ȼłⱥʉđɇ'],
    ['in Cyrillic', 'Сӏаuԁе'],
    ['in Greek and Armenian', 'СӏαսԁҽЅ'.slice(0, -1)],
    ['in Cherokee', 'ᏟᏞaude'],
    ['with a capital i for the l', 'CIaude'],
    ['with a one for the l', 'C1aude'],
    ['with a bar for the l', 'C|aude'],
    ['with an at sign', 'Cl@ude'],
    ['with digits', 'Cl4ud3'],
    ['in mathematical letters', '𝓒𝓵𝓪𝓾𝓭𝓮'],
    ['in letters of double width', 'Ｃｌａｕｄｅ'],
    ['in circles', 'Ⓒⓛⓐⓤⓓⓔ'],
    ['in black squares', '🅲🅻🅰🆄🅳🅴'],
    ['in flags', '🇨🇱🇦🇺🇩🇪'],
    ['in small capitals', 'ᴄʟᴀᴜᴅᴇ'],
    ['with two letters in a square', '🆑aude'],
    ['with a lunate sigma', 'Ϲlaude'],
    ['in syllables that look like it', 'ᑕᒪᗩᑌᗪE'],
    ['in strokes that look like it', '匚ㄥ卂ㄩᗪ乇'],
    ['with emoji between', 'Claude✅'],
  ])('%s looks like itself', (_how, name) => {
    expect(skeletonOf(name)).toBe(skeletonOf('Claude'));
  });

  it.each([
    ['rn for m', 'Carne1', 'Came1'],
    ['vv for w', 'VVindsurf', 'Windsurf'],
    ['zero for o', 'G0OSE', 'goose'],
    ['five for s', 'Cur5or', 'Cursor'],
    ['Cyrillic capitals', 'СНАТGРТ', 'ChatGPT'],
  ])('%s looks the same', (_what, name, other) => {
    expect(skeletonOf(name)).toBe(skeletonOf(other));
  });

  it.each([
    ['Claudette', 'Claude'],
    ['Cloud', 'Claude'],
    ['Zen', 'Zed'],
    ['Cursive', 'Cursor'],
    ['مساعد', 'Claude'],
    ['', 'Claude'],
  ])('%j does not look like %s', (name, other) => {
    expect(skeletonOf(name)).not.toBe(skeletonOf(other));
  });

  it.each([
    ['The Claude helper', ['the', 'claude', 'helper']],
    ['ClaudeHelper', ['claude', 'helper']],
    ['C.l.a.u.d.e', ['c', 'l', 'a', 'u', 'd', 'e']],
    ['C1aude-2', ['c', 'l', 'aude', '2']],
    ['Claude’s friend', ['claude', 's', 'frlend']],
    ['ChatGPT', ['chat', 'gpt']],
    ['Claudette', ['claudette']],
    ['Tern nest', ['tem', 'nest']],
    ['Editor Notion', ['edltor', 'notlon']],
    ['Dev VS Code', ['dev', 'vs', 'code']],
    ['', []],
  ])('%j has these words to the eye: %j', (name, words) => {
    const { skeleton, seams } = lookOf(name);
    expect(seams.slice(1).map((seam, index) => skeleton.slice(seams[index], seam))).toEqual(words);
  });

  it('has a skeleton that is bare, and whose words have the same one, whatever it is', () => {
    fc.assert(
      fc.property(hostileText, (name) => {
        const { skeleton, seams } = lookOf(name);
        const words = seams.slice(1).map((seam, index) => skeleton.slice(seams[index], seam));
        expect(skeletonOf(words.join(' '))).toBe(skeleton);
        expect(skeleton).not.toMatch(/[\s\p{M}\p{P}\p{Cf}]/u);
      }),
      { numRuns: propertyRuns(300) },
    );
  });
});

describe('the table of look-alikes', () => {
  it('leads from one character that nobody types by a key of its own to what it looks like', () => {
    expect(lookAlikes.size).toBeGreaterThan(600);
    for (const [character, letters] of lookAlikes) {
      expect(character).toBe(String.fromCodePoint(character.codePointAt(0) ?? 0));
      expect(character).not.toMatch(/^[ -~]$/);
      expect(letters).toMatch(/^[a-z]{1,3}$/);
    }
  });
});
