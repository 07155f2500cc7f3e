/** Which tests hold which requirement: read from their titles, where ids stand in front (`it('RS-7, HOST-22: …')`). */
import { parseSync } from '@swc/core';
import { filesBelow, type SourceFile } from '../support/source-files.ts';

export interface Citation {
  readonly id: string;
  /** From the root of the workspace. */
  readonly path: string;
}

const naming = new Set(['it', 'test', 'describe', 'describeWhere']);
const leadingIds = /^(?<ids>[A-Z][A-Z0-9]*-\d+(?:, [A-Z][A-Z0-9]*-\d+)*): /u;

/** Every citation of the test files, in the order of the files. */
export function citations(): Citation[] {
  return filesBelow('test')
    .filter(({ path }) => path.endsWith('.test.ts') || path.startsWith('test/storage/contract/'))
    .flatMap(citationsOf);
}

export function citationsOf({ path, text }: SourceFile): Citation[] {
  const ids = titlesOf(text).flatMap((title) => leadingIds.exec(title)?.groups?.['ids']?.split(', ') ?? []);
  return [...new Set(ids)].map((id) => ({ id, path }));
}

/** The titles of tests and of groups of tests; in a template, what stands before its first value. */
function titlesOf(text: string): string[] {
  const titles: string[] = [];
  walk(parseSync(text, { syntax: 'typescript', target: 'es2023' }), (node) => {
    if (node['type'] !== 'CallExpression' || !naming.has(rootOf(node['callee']))) return;
    titles.push(textOf(firstArgument(node)) ?? '', ...rowTitles(Object(node['callee']) as Node));
  });
  return titles;
}

/** The first value of each row of a table that is written there: it stands in the title of its test. */
function rowTitles(each: Node): string[] {
  return elementsOf(firstArgument(each)).flatMap((row) => textOf(elementsOf(row)[0] ?? row) ?? []);
}

type Node = Readonly<Record<string, unknown>>;

function walk(value: unknown, visit: (node: Node) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) visit(value as Node);
  for (const member of Object.values(value)) walk(member, visit);
}

/** `it` of `it(…)`, `it.each(…)(…)` and `describeWhere(…)(…)`. */
function rootOf(callee: unknown): string {
  const node = Object(callee) as Node;
  if (node['type'] === 'Identifier') return String(node['value']);
  return node['callee'] || node['object'] ? rootOf(node['callee'] ?? node['object']) : '';
}

const firstArgument = (call: Node): Node | undefined =>
  ((call['arguments'] ?? []) as readonly { expression: Node }[])[0]?.expression;

function elementsOf(value: Node | undefined): Node[] {
  const array = value?.['type'] === 'TsAsExpression' ? (value['expression'] as Node) : value;
  const elements = (array?.['elements'] ?? []) as readonly ({ expression: Node } | null)[];
  return elements.flatMap((element) => (element ? [element.expression] : []));
}

function textOf(node: Node | undefined): string | undefined {
  if (node?.['type'] === 'StringLiteral') return String(node['value']);
  const [first] = (node?.['quasis'] ?? []) as readonly { cooked?: string }[];
  return first?.cooked;
}
