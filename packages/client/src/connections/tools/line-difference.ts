/** Two texts compared line by line, in order: what stayed, what went and what came (longest common subsequence). */

export interface ComparedLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Of the table that is filled for one tool: a server that makes up a thousand long ones holds up nobody for long. */
const mostCells = 60_000;

export function lineDifference(before: string, now: string): readonly ComparedLine[] {
  const [old, next] = [before.split('\n'), now.split('\n')];
  const [head, tail] = commonEnds(old, next);
  return [
    ...old.slice(0, head).map(line('same')),
    ...middle(old.slice(head, old.length - tail), next.slice(head, next.length - tail)),
    ...old.slice(old.length - tail).map(line('same')),
  ];
}

/** How many at the beginning, and then at the end, are the same. */
function commonEnds(old: readonly string[], next: readonly string[]): readonly [head: number, tail: number] {
  const shorter = Math.min(old.length, next.length);
  let head = 0;
  while (head < shorter && old[head] === next[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === next.at(-1 - tail)) tail += 1;
  return [head, tail];
}

const line = (kind: ComparedLine['kind']) => (text: string) => ({ kind, text });

function middle(old: readonly string[], next: readonly string[]): readonly ComparedLine[] {
  // Beyond the bound it is all another: true, if less told.
  if (old.length * next.length > mostCells) return [...old.map(line('removed')), ...next.map(line('added'))];
  const common = commonLengths(old, next);
  const found: ComparedLine[] = [];
  let [gone, come] = [0, 0];
  while (gone < old.length || come < next.length) {
    const [left, right] = [old[gone], next[come]];
    if (left !== undefined && left === right) {
      found.push({ kind: 'same', text: left });
      gone += 1;
      come += 1;
    } else if (left !== undefined && (right === undefined || common(gone + 1, come) >= common(gone, come + 1))) {
      found.push({ kind: 'removed', text: left });
      gone += 1;
    } else {
      found.push({ kind: 'added', text: right ?? '' });
      come += 1;
    }
  }
  return found;
}

/** How many lines the rests from there have in common. */
function commonLengths(old: readonly string[], next: readonly string[]): (gone: number, come: number) => number {
  const width = next.length + 1;
  const table = new Uint32Array((old.length + 1) * width);
  const at = (gone: number, come: number) => table[gone * width + come] ?? 0;
  for (let gone = old.length - 1; gone >= 0; gone -= 1) {
    for (let come = next.length - 1; come >= 0; come -= 1) {
      const longest =
        old[gone] === next[come] ? at(gone + 1, come + 1) + 1 : Math.max(at(gone + 1, come), at(gone, come + 1));
      table[gone * width + come] = longest;
    }
  }
  return at;
}

/** What two lines both begin with, and end with. */
export function commonWords(before: string, now: string): { readonly head: string; readonly tail: string } {
  const [old, next] = [before.split(words), now.split(words)];
  const [head, tail] = commonEnds(old, next);
  return { head: old.slice(0, head).join(''), tail: old.slice(old.length - tail).join('') };
}

/** What is between them stays. */
const words = /(?<=\s)|(?=\s)/u;
