/** Lines for a terminal of eighty columns. What comes from a document is shown, never obeyed. */
import { printableText } from '@granthouse/protocol';

export const columns = 80;

/** In at most so many characters, with an ellipsis where something is missing. */
export function clipped(text: string, longest: number): string {
  const printable = printableText(text);
  const characters = Array.from(printable);
  return characters.length <= longest ? printable : `${characters.slice(0, longest - 1).join('')}…`;
}

/** Broken at spaces, each line behind `indent`; a word that is longer than a line stands alone. */
export function wrapped(text: string, indent = '', width = columns): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of printableText(text.replaceAll(/\s+/gu, ' ').trim()).split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, indent + line];
}

/** The first of these, and how many more there are. */
export function first<T>(most: number, all: readonly T[], linesOf: (one: T) => readonly string[]): string[] {
  const rest = all.length - most;
  return [...all.slice(0, most).flatMap(linesOf), ...(rest > 0 ? [`    … and ${rest} more: --json shows all`] : [])];
}

export function counted(count: number, one: string, several = `${one}s`): string {
  return count === 1 ? `1 ${one}` : `${count} ${several}`;
}
