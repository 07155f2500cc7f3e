/** The chart of docs/performance.md: bars with their values, readable in light and dark. */
import { panelsOf, type Bar, type Panel } from './panels.ts';
import type { Figures } from './figures.ts';

const width = 860;
const left = 290;
const right = 70;
const row = 22;
const head = 44;
const foot = 46;

/** Colours by the reader's own scheme, also where the chart stands in a page as a picture. */
const style = `text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.title { font-weight: 600; font-size: 15px }
.axis, .line text { fill: #59636e; font-size: 12px }
.ours { fill: #0969da } .other { fill: #9aa4af }
.value { paint-order: stroke; stroke: #fff; stroke-width: 4px }
line { stroke: #59636e; stroke-width: 1 } .line line { stroke-dasharray: 4 3 }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc } .axis, .line text { fill: #9198a1 }
.ours { fill: #4493f8 } .other { fill: #656c76 } line { stroke: #9198a1 } .value { stroke: #0d1117 }
}`;

export function chartOf(figures: Figures): string {
  const panels = panelsOf(figures);
  let top = 0;
  const drawn = panels.map((panel) => {
    const text = `<g transform="translate(0 ${top})">\n${drawPanel(panel)}\n</g>`;
    top += heightOf(panel);
    return text;
  });
  const label = `Bar charts: ${panels.map(({ title }) => title).join('; ')}. The same figures are in the tables.`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${top}" role="img" aria-label="${label}">`,
    `<style>${style}</style>`,
    ...drawn,
    '</svg>\n',
  ].join('\n');
}

const heightOf = ({ bars }: Panel): number => head + bars.length * row + foot;

function drawPanel({ title, axis, bars, lines, unit }: Panel): string {
  const most = Math.max(...bars.map(({ value }) => value), ...lines.map(({ at }) => at));
  const x = (value: number) => left + (Math.max(value, 0) / most) * (width - left - right);
  const bottom = head + bars.length * row;
  return [
    `<text class="title" x="10" y="22">${title}</text>`,
    ...bars.map((bar, index) => drawBar(bar, { y: head + index * row, x })),
    `<line x1="${left}" y1="${head - 4}" x2="${left}" y2="${bottom}"/>`,
    ...lines.map(
      ({ at, label }) =>
        `<g class="line"><line x1="${at1(x(at))}" y1="${head - 6}" x2="${at1(x(at))}" y2="${bottom}"/><text x="${at1(x(at))}" y="${head - 10}" text-anchor="middle">${label}</text></g>`,
    ),
    // Last, so that no line crosses a figure.
    ...bars.map(({ value }, index) => drawValue(`${written(value)}${unit}`, { y: head + index * row, x: x(value) })),
    `<text class="axis" x="${left}" y="${bottom + 20}">${axis}</text>`,
  ].join('\n');
}

function drawBar({ label, value, isOurs }: Bar, { y, x }: { y: number; x: (value: number) => number }): string {
  return [
    `<text x="${left - 10}" y="${y + 14}" text-anchor="end">${label}</text>`,
    `<rect class="${isOurs ? 'ours' : 'other'}" x="${left}" y="${y + 2}" width="${at1(x(value) - left)}" height="${row - 6}" rx="2"/>`,
  ].join('\n');
}

function drawValue(text: string, { y, x }: { y: number; x: number }): string {
  return `<text class="value" x="${at1(x + 6)}" y="${y + 14}">${text}</text>`;
}

const at1 = (position: number): string => position.toFixed(1);

/** Two digits that mean something. */
const written = (value: number): string => (Math.abs(value) < 10 ? value.toFixed(value < 3 ? 2 : 1) : value.toFixed(0));
