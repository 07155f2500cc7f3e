/** Writes the figures of a run between their marks in docs/performance.md, and the chart beside it. */
import { readFile, writeFile } from 'node:fs/promises';
import type { Region, Report } from './report.ts';

const folder = new URL('../../docs/', import.meta.url);

export async function writeReport({ regions, chart }: Report): Promise<void> {
  const page = new URL('performance.md', folder);
  await writeFile(page, regions.reduce(withRegion, await readFile(page, 'utf8')));
  await writeFile(new URL('performance.svg', folder), chart);
}

/** The page with a new text between `<!-- bench:name -->` and `<!-- /bench:name -->`. Throws when it has no such place. */
function withRegion(page: string, { name, text }: Region): string {
  const [open, close] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const [before, inside, ...more] = page.split(open);
  const after = inside?.split(close)[1];
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`the page has no place ${open} … ${close}`);
  return `${before}${open}\n\n${text}\n\n${close}${after}`;
}
