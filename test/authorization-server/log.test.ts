/** The log on standard error: one JSON object a line, whatever strangers put into it. */
import { expect, it } from '@jest/globals';
import { stderrLog } from '@granthouse/authorization-server';

function written(act: () => void): string {
  const { write } = process.stderr;
  const lines: string[] = [];
  process.stderr.write = (text: string | Uint8Array) => lines.push(String(text)) > 0;
  try {
    act();
  } finally {
    process.stderr.write = write;
  }
  return lines.join('');
}

it.each([
  ['a control sequence', '\u009B31m\u007F\u001B[31m'],
  ['a line', 'a\nb\u2028c\u0085d'],
  ['a text that is turned around', '\u202Eevil\u2066'],
])('writes %s as one line that no terminal obeys', (_title, cause) => {
  const line = written(() => stderrLog('info').info({ cause }, 'a document could not be read'));
  expect(line).toMatch(/^[\x20-\x7e]+\n$/);
  expect(JSON.parse(line)).toMatchObject({ level: 'info', message: 'a document could not be read', cause });
});

it('writes nothing that is less grave than was asked for', () => {
  const least = stderrLog('warn');
  expect(written(() => least.info({}, 'quiet'))).toBe('');
  expect(written(() => least.warn({}, 'said'))).toContain('said');
});
