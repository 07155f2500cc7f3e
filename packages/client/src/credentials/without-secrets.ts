/** What a server says, as it may be told: what was shown to it, and may come back from it, is taken out. */
import { printableText } from '@granthouse/protocol';

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
  const isClean = whole === undefined || !forms.some((form) => whole.includes(JSON.stringify(form).slice(1, -1)));
  return isClean ? value : (taken(value, forms) as T);
}

function textWithout(text: string, forms: readonly string[]): string {
  return forms.reduce((rest, form) => rest.replaceAll(form, mark), text);
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
