/** What of a tool's definition became another, line by line; each line says in words, too, whether it went or came. */
import { html, type HtmlValue, type SafeHtml } from '@granthouse/pages';
import { commonWords, type ComparedLine, lineDifference } from '../../tools/line-difference.ts';

/** Lines around a change that stayed: where it is. */
const around = 2;
/** Beyond these it is folded. */
const mostLines = 40;

export function difference(before: string, now: string): SafeHtml {
  const lines = lineDifference(before, now);
  const parts = runsOf(lines).flatMap(rowsOf);
  const [first, rest] = [parts.slice(0, mostLines), parts.slice(mostLines)];
  const isAlike = lines.every(({ kind }) => kind === 'same');
  return html`<div class="difference">
    ${isAlike ? html`<p class="kept">It reads the same and is not: something invisible was changed for how it is written here, or that for it.</p>` : first}
    ${
      rest.length > 0 &&
      html`<details>
        <summary>Show ${rest.length} more lines of what changed</summary>
        ${rest}
      </details>`
    }
  </div>`;
}

type Run = readonly [ComparedLine, ...ComparedLine[]];

/** Lines after each other of one kind. */
function runsOf(lines: readonly ComparedLine[]): readonly Run[] {
  const runs: Array<[ComparedLine, ...ComparedLine[]]> = [];
  for (const line of lines) {
    const last = runs.at(-1);
    if (last?.[0].kind === line.kind) last.push(line);
    else runs.push([line]);
  }
  return runs;
}

function rowsOf(run: Run, index: number, runs: readonly Run[]): readonly SafeHtml[] {
  switch (run[0].kind) {
    case 'same':
      return kept(run, { isFirst: index === 0, isLast: index === runs.length - 1 });
    case 'removed':
      return changed(run, runs[index + 1]);
    case 'added':
      return changed(run, runs[index - 1]);
  }
}

/** What stayed is shown beside a change, and counted elsewhere. */
function kept(run: Run, { isFirst, isLast }: { isFirst: boolean; isLast: boolean }): readonly SafeHtml[] {
  const [head, tail] = [isFirst ? 0 : around, isLast ? 0 : around];
  const count = run.length - head - tail;
  const rows = run.map(({ text }) => row('same', text));
  if (count <= 1) return rows;
  return [...rows.slice(0, head), skipped(count), ...rows.slice(rows.length - tail)];
}

/** Where as many went as came, each took the place of one, and what is another in it is marked. */
function changed(run: Run, other: Run | undefined): readonly SafeHtml[] {
  const isEach = other?.[0].kind !== 'same' && other?.length === run.length;
  return run.map(({ kind, text }, index) => row(kind, isEach ? marked(text, other[index]?.text ?? '') : text));
}

function marked(text: string, other: string): HtmlValue {
  const { head, tail } = commonWords(text, other);
  const between = text.slice(head.length, text.length - tail.length);
  return head === '' && tail === '' ? text : [head, between !== '' && html`<mark>${between}</mark>`, tail];
}

/** The words are for those who hear the page; the sign before the line is for those who see it. */
function row(kind: ComparedLine['kind'], text: HtmlValue): SafeHtml {
  if (kind === 'removed') return html`<del><span class="unseen">Removed: </span><bdi>${text}</bdi></del>`;
  if (kind === 'added') return html`<ins><span class="unseen">Added: </span><bdi>${text}</bdi></ins>`;
  return html`<p class="kept"><bdi>${text}</bdi></p>`;
}

const skipped = (count: number): SafeHtml =>
  html`<p class="skipped">${count === 1 ? '1 line' : `${count} lines`} as before</p>`;
