/** Names that stand twice in one object of a JSON text: parsers keep the last one without a word (RFC 8259 §4). */
import { tokenOf } from './node.ts';

/** An object or a list on the way down, and where in it the text has come to. */
interface Holder {
  readonly names: Set<string> | undefined;
  at: string | number;
}

/** Whoever has more has a generator to mend; in a deep document each pointer is long. */
const most = 100;

/** Where each second one stands, as a JSON pointer; of the first of them. The text is JSON. */
export function namesTwice(text: string): string[] {
  const found: string[] = [];
  const way: Holder[] = [];
  let last = '';
  for (let at = 0; at < text.length && found.length < most; at += 1) {
    const sign = text[at];
    const holder = way.at(-1);
    if (sign === '"') {
      const end = endOfText(text, at);
      last = text.slice(at, end + 1);
      at = end;
    } else if (sign === '{') way.push({ names: new Set(), at: '' });
    else if (sign === '[') way.push({ names: undefined, at: 0 });
    else if (sign === '}' || sign === ']') way.pop();
    else if (sign === ',' && typeof holder?.at === 'number') holder.at += 1;
    else if (sign === ':' && holder?.names) {
      holder.at = last;
      if (holder.names.has(last)) found.push(pointerOf(way));
      holder.names.add(last);
    }
  }
  return found;
}

function endOfText(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return text.length;
}

function pointerOf(way: readonly Holder[]): string {
  const tokens = way.map(({ at }) => (typeof at === 'number' ? String(at) : tokenOf(JSON.parse(at) as string)));
  return ['#', ...tokens].join('/');
}
