/** What a server says, as it may be told: what was shown to it, and may come back from it, is taken out. */
import { printableText } from '@granthouse/protocol';
import { shortestForm } from './secret-forms.ts';

const mark = '[secret]';
const longestLine = 300;

/** In one line of 300 characters at most. */
export function lineWithoutSecrets(text: string, forms: readonly string[]): string {
  return printableText(textWithout(text, forms)).slice(0, longestLine);
}

/** JSON, whose texts and names of members may hold a secret in one of these forms; the very same where none does. */
export function withoutSecrets<T>(value: T, forms: readonly string[]): T {
  // Looked through in one piece: what holds none, and may have millions of values, is not taken apart.
  const whole = forms.length > 0 ? (JSON.stringify(value) as string | undefined) : undefined;
  const found = forms.filter((form) => whole?.includes(JSON.stringify(endOf(form)).slice(1, -1)));
  return found.length === 0 ? value : (taken(value, found) as T);
}

function textWithout(text: string, forms: readonly string[]): string {
  return text.length < shortestForm ? text : forms.reduce(withoutOne, text);
}

/** By which a form is looked for: tokens of a server begin alike, and the longer a text, the longer it can hold up a search. */
const endOf = (form: string) => form.slice(-32);

function withoutOne(text: string, form: string): string {
  const end = endOf(form);
  if (end === form) return text.replaceAll(form, mark);
  return text.includes(end) ? withoutLong(text, form) : text;
}

/** In one pass (Knuth, Morris, Pratt), however text and form repeat themselves. */
function withoutLong(text: string, form: string): string {
  const borders = bordersOf(form);
  let [rest, from, matched] = ['', 0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    while (matched > 0 && code !== form.charCodeAt(matched)) matched = borders[matched - 1] ?? 0;
    if (code === form.charCodeAt(matched)) matched += 1;
    if (matched < form.length) continue;
    rest += text.slice(from, at + 1 - form.length) + mark;
    [from, matched] = [at + 1, 0];
  }
  return rest + text.slice(from);
}

/** For each beginning of a text, how much of it is its end as well. */
function bordersOf(text: string): readonly number[] {
  const borders = [0];
  let length = 0;
  for (let at = 1; at < text.length; at += 1) {
    while (length > 0 && text[at] !== text[length]) length = borders[length - 1] ?? 0;
    if (text[at] === text[length]) length += 1;
    borders.push(length);
  }
  return borders;
}

function taken(value: unknown, forms: readonly string[]): unknown {
  if (typeof value === 'string') return textWithout(value, forms);
  if (Array.isArray(value)) return value.map((each) => taken(each, forms));
  if (typeof value !== 'object' || value === null) return value;
  const isBinary = (name: string) => name === 'blob' || (name === 'data' && 'mimeType' in value);
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      const rest = taken(each, forms);
      // Hosts refuse a whole result for the sake of one that is no Base64 (MCP, content types).
      return [textWithout(name, forms), isBinary(name) && rest !== each ? btoa(mark) : rest];
    }),
  );
}
