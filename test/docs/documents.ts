/** The documentation as the tests see it: every page with its code blocks, its links and what it names. */
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { filesBelow, root, type SourceFile } from '../support/source-files.ts';

export interface CodeBlock {
  /** Page and line, as an editor jumps to it. */
  readonly place: string;
  readonly language: string;
  /** `path/of/the/file.ts#region`, which follows the language; undefined when none does. */
  readonly source: string | undefined;
  readonly text: string;
}

export interface Mention {
  readonly place: string;
  readonly target: string;
}

/** What a reader is led through: the front page, the guides, and a page for each package. */
export const pages: readonly SourceFile[] = [
  { path: 'README.md', text: readFileSync(join(root, 'README.md'), 'utf8') },
  ...filesBelow('docs').filter(({ path }) => path.endsWith('.md')),
  ...filesBelow('packages').filter(({ path }) => /^packages\/[^/]+\/README\.md$/u.test(path)),
];

const fence = /^```(?<language>\w*)(?: (?<source>\S+))?\n(?<text>[^]*?)^```$/gmu;

export function codeBlocksOf(page: SourceFile): CodeBlock[] {
  return [...page.text.matchAll(fence)].map(({ index, groups }) => ({
    place: placeOf(page, index),
    language: groups?.['language'] ?? '',
    source: groups?.['source'],
    text: groups?.['text'] ?? '',
  }));
}

/** Links that stay in the repository, from its root. */
export function linksOf(page: SourceFile): Mention[] {
  return mentionsOf(page, /\]\((?<target>[^)#\s]+)(?:#[^)]*)?\)/gu)
    .filter(({ target }) => !/^(?:[a-z]+:)/u.test(target))
    .map(({ place, target }) => ({ place, target: posix.join(posix.dirname(page.path), target) }));
}

/** Links to a section, of this page or another, as `path#section`. */
export function sectionLinksOf(page: SourceFile): Mention[] {
  return mentionsOf(page, /\]\((?<target>[^)\s:]*#[^)\s]+)\)/gu).map(({ place, target }) => {
    const [path = '', section = ''] = target.split('#');
    const of = path === '' ? page.path : posix.join(posix.dirname(page.path), path);
    return { place, target: `${of}#${section}` };
  });
}

/** What a page's headings are linked by, as `path#section`. */
export function sectionsOf({ path, text }: SourceFile): string[] {
  const headings = text.replaceAll(fence, '').matchAll(/^#+ (?<heading>.+)$/gmu);
  return [...headings].map(({ groups }) => {
    const heading = (groups?.['heading'] ?? '').toLowerCase();
    return `${path}#${heading.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(' ', '-')}`;
  });
}

/** What stands in code style, ends like a source file, and is a path from the root. */
export function pathsOf(page: SourceFile): Mention[] {
  return mentionsOf(page, /`(?<target>(?:packages|examples|docs|test|tools|\.ci)\/[\w./-]+)`/gu);
}

export function exists(path: string): boolean {
  return existsSync(join(root, path));
}

/** The file, or what stands between `#region name` and `#endregion name`. Throws when there is no such place. */
export function textAt(source: string): string {
  const [path = '', region] = source.split('#');
  const text = readFileSync(join(root, path), 'utf8');
  if (region === undefined) return text;
  const lines = text.split('\n');
  const [start, end] = [lines.indexOf(`// #region ${region}`), lines.indexOf(`// #endregion ${region}`)];
  if (start === -1 || end < start) throw new Error(`${path} has no region ${region}`);
  return `${lines.slice(start + 1, end).join('\n')}\n`;
}

function mentionsOf(page: SourceFile, pattern: RegExp): Mention[] {
  // Blanked line by line, so that places stay right: what stands in a block is code and no mention.
  const prose = page.text.replaceAll(fence, (block) => block.replaceAll(/[^\n]/gu, ' '));
  return [...prose.matchAll(pattern)].map(({ index, groups }) => ({
    place: placeOf(page, index),
    target: groups?.['target'] ?? '',
  }));
}

function placeOf({ path, text }: SourceFile, index: number): string {
  return `${path}:${text.slice(0, index).split('\n').length}`;
}
