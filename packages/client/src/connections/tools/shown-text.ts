/** A stranger's words on a page: nothing invisible in a description, and nothing that hides in a difference. */

/** Control, format and ignorable characters: what nobody sees, and a model reads (UAX #44, Default_Ignorable_Code_Point). */
const invisible = /(?!\n)[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

export function visibleText(text: string): string {
  return text.replaceAll(invisible, '');
}

/** As `visibleText`, in every text of a schema; white space stays, which may be a value that somebody chooses. */
export function visibleWords<T>(value: T): T;
export function visibleWords(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(invisible, (found) => (/\s/.test(found) ? found : ''));
  if (Array.isArray(value)) return value.map((each: unknown) => visibleWords(each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [visibleText(key), visibleWords<unknown>(each)]),
  );
}

/** Whether two that look alike are alike. */
export function isPlain(name: string): boolean {
  return visibleText(name) === name && !/\s/u.test(name);
}

/** What looks like nothing, or like a space, and is none. */
const unseen = /(?![ \n])[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu;

/** A definition to be compared, line by line; what is invisible stands there as an escape. */
export function comparableText(definition: string): string {
  const { name, description, ...rest } = JSON.parse(definition) as { name: string; description?: string };
  const parts = [name, ...(description === undefined ? [] : [description]), JSON.stringify(rest, undefined, 2)];
  return parts.join('\n').replaceAll(unseen, escaped);
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
