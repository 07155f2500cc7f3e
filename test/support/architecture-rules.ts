/** The rules about the house that lint can't say. Each gives one line for each fault: file, line, what it is, what to do. */
import { posix } from 'node:path';
import { anatomyOf, type SourceFile } from './source-files.ts';

/** Which rooms a package may use, besides itself: dependencies point one way, and the three roles never meet. */
const mayUse: Readonly<Record<string, readonly string[]>> = {
  protocol: [],
  storage: [],
  'openapi-tools': [],
  network: [],
  pages: ['protocol'],
  'host-profiles': ['protocol'],
  'resource-server': ['protocol'],
  'authorization-server': ['protocol', 'host-profiles', 'storage', 'network', 'pages'],
  client: ['protocol', 'host-profiles', 'storage', 'network', 'pages', 'openapi-tools'],
  cli: [
    'protocol',
    'host-profiles',
    'storage',
    'network',
    'pages',
    'resource-server',
    'authorization-server',
    'client',
    'openapi-tools',
  ],
};

/** Packages of others that a room is held to; a room without a line here may use what it needs. */
const mayUseOfOthers: Readonly<Record<string, readonly string[]>> = { protocol: ['zod'], 'host-profiles': [] };

export function importsAgainstTheDirection(sources: readonly SourceFile[]): string[] {
  return sources.flatMap((file) => {
    const room = roomOf(file.path);
    return anatomyOf(file).imports.flatMap(({ line, name }) => {
      const why = name.startsWith('.') ? leavesItsPackage(file.path, name) : forbiddenIn(room, name);
      return why ? [`${file.path}:${line} imports ${name}: ${why}`] : [];
    });
  });
}

export function dependenciesAgainstTheDirection(manifests: readonly SourceFile[]): string[] {
  return manifests.flatMap((file) => {
    const manifest = JSON.parse(file.text) as Record<string, Record<string, string> | undefined>;
    const kinds = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'] as const;
    return kinds.flatMap((kind) =>
      Object.keys(manifest[kind] ?? {}).flatMap((name) => {
        const line = file.text.split('\n').findIndex((text) => text.includes(`"${name}":`)) + 1;
        const why = forbiddenIn(roomOf(file.path), name);
        return why ? [`${file.path}:${line} depends on ${name}: ${why}`] : [];
      }),
    );
  });
}

export function deepImportsOfTheEngine(sources: readonly SourceFile[]): string[] {
  return sources.flatMap((file) =>
    anatomyOf(file)
      .imports.filter(({ name }) => name.startsWith('oidc-provider/'))
      .map(
        ({ line, name }) =>
          `${file.path}:${line} imports ${name}: take it from 'oidc-provider', whose inside may change`,
      ),
  );
}

export function enginesBesideTheOne(sources: readonly SourceFile[]): string[] {
  const makers = sources.flatMap((file) => {
    const [first] = anatomyOf(file).classesUsed.filter(({ name }) => name.endsWith('Provider'));
    return first
      ? [`${file.path}:${first.line} makes the engine: configure it in one file, the only one with \`new Provider\``]
      : [];
  });
  return makers.length > 1 ? makers : [];
}

export function filesWithoutOpeningSentence(sources: readonly SourceFile[]): string[] {
  return sources
    .filter(({ text }) => !/^\S+( +\S+){2,}[.:]/u.test(openingComment(text)))
    .map(
      ({ path }) => `${path}:1 has no opening sentence: say in a comment what the file is, and which section it obeys`,
    );
}

export function environmentReadAtImport(sources: readonly SourceFile[]): string[] {
  return sources
    .filter(({ path }) => path.startsWith('packages/') && roomOf(path) !== 'cli')
    .flatMap((file) =>
      anatomyOf(file).environmentAtImport.map(
        ({ line }) => `${file.path}:${line} reads process.env while it is imported: take it as an option`,
      ),
    );
}

export function wholesaleExports(sources: readonly SourceFile[]): string[] {
  return sources.flatMap((file) =>
    anatomyOf(file).wholesaleExports.map(
      ({ line, name }) => `${file.path}:${line} exports * from ${name}: name what is public`,
    ),
  );
}

export function ceilingsSwitchedOff(sources: readonly SourceFile[]): string[] {
  const remedy = 'divide the file, or name the export';
  return linesThatMatch(
    sources,
    /(?:ox|es)lint-disable(?!.*[\w-]+\/?[\w-]+)|(?:ox|es)lint-disable.*(?:max-lines(?!-)|no-default-export)/u,
    remedy,
  );
}

// Put together here, so that this file doesn't hold the words itself.
const foreignWords = [
  ['/wo', 'rk/'],
  ['/fa', 'rm/'],
  ['.lib', 'rary/'],
  ['registry.np', 'mjs'],
  ['deb.de', 'bian'],
  ['TO', 'DO'],
  ['FIX', 'ME'],
  ['XX', 'X'],
].map((parts) => parts.join(''));

export function foreignWordsIn(files: readonly SourceFile[]): string[] {
  const word = new RegExp(foreignWords.map((text) => text.replace('.', '\\.')).join('|'), 'u');
  return linesThatMatch(
    files,
    word,
    "take out one machine's path, a registry's host, or finish what is marked as unfinished",
  );
}

function linesThatMatch(files: readonly SourceFile[], pattern: RegExp, remedy: string): string[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => {
      const [found] = pattern.exec(line) ?? [];
      return found ? [`${path}:${index + 1} has "${found}": ${remedy}`] : [];
    }),
  );
}

/** `packages/storage/src/memory.ts` stands in the room `storage`; examples are rooms that may use everything. */
function roomOf(path: string): string | undefined {
  const [kind, name] = path.split('/');
  return kind === 'packages' ? name : undefined;
}

function forbiddenIn(room: string | undefined, name: string): string | undefined {
  if (room === undefined) return undefined;
  const allowed = mayUse[room];
  if (!allowed) return `the room ${room} is new: say in test/support/architecture-rules.ts which rooms it may use`;
  const other = name === 'granthouse' ? 'cli' : /^@granthouse\/(?<other>[^/]+)/u.exec(name)?.groups?.['other'];
  if (other === undefined) return forbiddenOfOthers(room, name);
  if (other === room || allowed.includes(other)) return undefined;
  return `${room} may use ${allowed.join(', ') || 'no other room'}; move what both need to one of these, or pass it in as an option`;
}

function forbiddenOfOthers(room: string, name: string): string | undefined {
  const allowed = mayUseOfOthers[room];
  if (!allowed || name.startsWith('node:') || allowed.some((own) => name === own || name.startsWith(`${own}/`)))
    return undefined;
  return `${room} depends on ${allowed.join(', ') || 'the rooms below it'} alone`;
}

function leavesItsPackage(path: string, name: string): string | undefined {
  const [kind, room] = path.split('/');
  const target = posix.join(posix.dirname(path), name);
  if (target.startsWith(`${kind}/${room}/`)) return undefined;
  return 'import a package by its name; nothing imports examples or tests';
}

function openingComment(text: string): string {
  const [, block, line] = /^(?:#!.*\n)?\s*(?:\/\*+(?<block>[^]*?)\*\/|(?<line>(?:\/\/.*\n)+))/u.exec(text) ?? [];
  return (block ?? line ?? '')
    .replaceAll(/^\s*(?:\*|\/\/)/gmu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}
