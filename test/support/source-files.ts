/** The project's own files as the architecture test sees them: their text, and what stands in it at which line. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from '@swc/core';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export interface SourceFile {
  /** From the root of the workspace, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface Found {
  readonly line: number;
  readonly name: string;
}

/** What the rules ask of a source file: where it imports from, what it makes, what it reads while it is loaded. */
export interface Anatomy {
  readonly imports: readonly Found[];
  readonly wholesaleExports: readonly Found[];
  /** Classes that are instantiated or extended. */
  readonly classesUsed: readonly Found[];
  readonly environmentAtImport: readonly Found[];
}

interface SyntaxNode {
  readonly type: string;
  readonly span?: { readonly start: number };
  readonly [member: string]: unknown;
}

const ignored = readFileSync(join(root, '.gitignore'), 'utf8').split('\n');
const leftOut = new Set([...ignored.map((line) => line.trim().replace(/\/$/u, '')), '.git', 'pnpm-lock.yaml']);

/** Every text file below a folder of the workspace that people wrote: not what .gitignore names, no pictures. */
export function filesBelow(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (leftOut.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    const text = entry.isFile() ? readFileSync(join(root, path), 'utf8') : '\0';
    return text.includes('\0') ? [] : [{ path: path.split(sep).join('/'), text }];
  });
}

/** Reads one TypeScript or JavaScript file. */
export function anatomyOf(file: SourceFile): Anatomy {
  const found = {
    imports: [] as Found[],
    wholesaleExports: [] as Found[],
    classesUsed: [] as Found[],
    environmentAtImport: [] as Found[],
  };
  const bytes = Buffer.from(file.text);
  const lineOf = (node: SyntaxNode) =>
    bytes
      .subarray(0, (node.span?.start ?? 1) - 1)
      .toString()
      .split('\n').length;
  const take = (list: Found[], node: SyntaxNode, name: unknown) => {
    if (typeof name === 'string') list.push({ line: lineOf(node), name });
  };

  walk(parseSync(file.text, { syntax: 'typescript', target: 'es2023' }), (node, atImport) => {
    if (isImport(node)) take(found.imports, node, valueOf(node['source'] ?? node['argument'] ?? firstArgument(node)));
    if (isWholesaleExport(node)) take(found.wholesaleExports, node, valueOf(node['source']));
    if (node.type === 'NewExpression') take(found.classesUsed, node, valueOf(node['callee']));
    if (node['superClass']) take(found.classesUsed, node, valueOf(node['superClass']));
    if (atImport && readsEnvironment(node)) take(found.environmentAtImport, node, 'process.env');
  });
  return found;
}

const deferred = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);
const deferredMembers = new Set([
  'MethodProperty',
  'ClassMethod',
  'PrivateMethod',
  'Constructor',
  'GetterProperty',
  'SetterProperty',
]);

function walk(value: unknown, visit: (node: SyntaxNode, atImport: boolean) => void, atImport = true): void {
  if (Array.isArray(value)) for (const item of value) walk(item, visit, atImport);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  const node = value as SyntaxNode;
  if (typeof node.type === 'string') visit(node, atImport);
  const inside = atImport && !deferred.has(node.type) && !deferredMembers.has(node.type);
  for (const member of Object.values(node)) walk(member, visit, inside);
}

const importing = new Set(['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration', 'TsImportType']);

function isImport(node: SyntaxNode): boolean {
  return importing.has(node.type) || (node.type === 'CallExpression' && typeOf(node['callee']) === 'Import');
}

function isWholesaleExport(node: SyntaxNode): boolean {
  if (node.type === 'ExportAllDeclaration') return true;
  const specifiers = node.type === 'ExportNamedDeclaration' ? (node['specifiers'] as readonly unknown[]) : [];
  return specifiers.some((specifier) => typeOf(specifier) === 'ExportNamespaceSpecifier');
}

function readsEnvironment(node: SyntaxNode): boolean {
  if (node.type === 'MemberExpression')
    return valueOf(node['object']) === 'process' && valueOf(node['property']) === 'env';
  if (node.type !== 'ImportDeclaration' || valueOf(node['source']) !== 'node:process') return false;
  return (node['specifiers'] as readonly SyntaxNode[]).some((specifier) => valueOf(specifier['local']) === 'env');
}

function firstArgument(node: SyntaxNode): unknown {
  const [first] = (node['arguments'] ?? []) as readonly { expression: unknown }[];
  return first?.expression;
}

function typeOf(node: unknown): unknown {
  return (node as SyntaxNode | undefined)?.type;
}

function valueOf(node: unknown): unknown {
  return (node as { value?: unknown } | null | undefined)?.value;
}
