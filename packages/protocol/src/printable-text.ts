/** Text that stays in its line and that no terminal obeys, whatever strangers put into it (RFC 8259 §7, UAX #9). */

/** Control characters, what ends a line, and what turns the rest of it around. */
const obeyed = /[\p{Cc}\u2028-\u202E\u2066-\u2069]/gu;

export function printableText(text: string): string {
  return text.replaceAll(obeyed, '\uFFFD');
}

/** JSON, which lets some of these stand: as escapes, so that a program reads what is meant. `spaces` indents it. */
export function printableJson(value: unknown, spaces?: number): string {
  return JSON.stringify(value, undefined, spaces).replaceAll(obeyed, escaped);
}

/** The newlines between members are JSON's own: in a text they are escaped already. */
function escaped(character: string): string {
  return character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
