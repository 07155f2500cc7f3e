/** Strangers' words where an operator reads them: one line, and nothing that a terminal obeys. */
import { describe, expect, it } from '@jest/globals';
import { printableJson, printableText } from '@granthouse/protocol';

const hostile = ['\u001B[2J', '\u009B31m', '\u007F', 'a\r\nb\tc', '\u0085', '\u2028\u2029', '\u202Eevil\u2066', '\0'];
const obeyed = /[\p{Cc}\u2028-\u202E\u2066-\u2069]/u;

describe('text for an operator', () => {
  it.each(hostile)('%j stays in its line and is obeyed by no terminal', (text) => {
    expect(printableText(text)).not.toMatch(obeyed);
    expect(printableText(text)).toHaveLength(text.length);
  });

  it('stays as it is when it is harmless', () => {
    expect(printableText('Ada Lovelace, Zoë, 東京 👩‍💻')).toBe('Ada Lovelace, Zoë, 東京 👩‍💻');
  });

  it.each(hostile)('%j in JSON is obeyed by no terminal and read as it was', (text) => {
    const written = printableJson({ [text]: [text] });
    expect(written).not.toMatch(obeyed);
    expect(JSON.parse(written)).toEqual({ [text]: [text] });
  });

  it('keeps the lines of JSON that is indented', () => {
    expect(printableJson({ name: 'a\nb' }, 2)).toBe('{\n  "name": "a\\nb"\n}');
  });
});
