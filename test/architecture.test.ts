/** The walls of the house: which room may use which, and what no file does. Size and exports are lint's rules. */
import { describe, expect, it } from '@jest/globals';
import {
  ceilingsSwitchedOff,
  deepImportsOfTheEngine,
  dependenciesAgainstTheDirection,
  enginesBesideTheOne,
  environmentReadAtImport,
  filesWithoutOpeningSentence,
  foreignWordsIn,
  importsAgainstTheDirection,
  wholesaleExports,
} from './support/architecture-rules.ts';
import { filesBelow } from './support/source-files.ts';

const everything = filesBelow('.');
const sources = everything.filter(({ path }) => /^(?:packages|examples)\/[^/]+\/src\/.*\.ts$/u.test(path));
const manifests = everything.filter(({ path }) => /^packages\/[^/]+\/package\.json$/u.test(path));
const tools = everything.filter(({ path }) => /^(?:tools\/.*\.mjs|bench\/.*\.ts)$/u.test(path));

const rules = [
  ['imports go from a role to the words and the store, never from role to role', importsAgainstTheDirection, sources],
  ['a package.json asks for no room that its package may not use', dependenciesAgainstTheDirection, manifests],
  ['the engine is imported by its name, never from its inside', deepImportsOfTheEngine, sources],
  ['one file makes the engine', enginesBesideTheOne, sources],
  ['every source file opens with a sentence that says what it is', filesWithoutOpeningSentence, [...sources, ...tools]],
  ['no library reads the environment while it is imported', environmentReadAtImport, sources],
  ['nothing is exported wholesale', wholesaleExports, sources],
  ['no file switches the ceilings off', ceilingsSwitchedOff, sources],
  ['the project speaks of itself alone and leaves nothing marked as unfinished', foreignWordsIn, everything],
] as const;

describe('architecture', () => {
  it.each(rules)('%s', (_title, rule, files) => {
    expect(files.length).toBeGreaterThan(0);
    expect(rule(files)).toEqual([]);
  });
});

const guard = 'packages/resource-server/src/guard.ts';
const faults = [
  [
    'another role',
    importsAgainstTheDirection,
    guard,
    "\nimport { x } from '@granthouse/authorization-server';",
    ':2 imports',
  ],
  [
    'another role, by type',
    importsAgainstTheDirection,
    guard,
    "type X = import('@granthouse/client').X;",
    ':1 imports',
  ],
  [
    'another role, when called',
    importsAgainstTheDirection,
    guard,
    "const f = () => import('@granthouse/storage');",
    ':1 imports',
  ],
  ['the command', importsAgainstTheDirection, guard, "import 'granthouse';", ':1 imports'],
  [
    'an example',
    importsAgainstTheDirection,
    guard,
    "export { x } from '../../../examples/mcp-server/src/x.ts';",
    ':1 imports',
  ],
  ['a sibling by path', importsAgainstTheDirection, guard, "import '../../protocol/src/scope.ts';", ':1 imports'],
  [
    'a room nobody knows',
    importsAgainstTheDirection,
    'packages/attic/src/a.ts',
    "import 'zod';",
    'the room attic is new',
  ],
  ['more than zod', importsAgainstTheDirection, 'packages/protocol/src/a.ts', "import 'jose';", 'zod alone'],
  [
    'a dependency',
    dependenciesAgainstTheDirection,
    'packages/storage/package.json',
    '{\n"dependencies":{\n"@granthouse/protocol":""}}',
    ':3 depends',
  ],
  ['the engine inside', deepImportsOfTheEngine, guard, "import x from 'oidc-provider/lib/x.js';", ':1 imports'],
  ['no sentence', filesWithoutOpeningSentence, guard, "import 'zod';", ':1 has no opening sentence'],
  ['no sentence but a word', filesWithoutOpeningSentence, guard, '/** Guard. */', ':1 has no opening sentence'],
  ['the environment', environmentReadAtImport, guard, "\n\nconst options = { a: process.env['A'] };", ':3 reads'],
  ['the environment, imported', environmentReadAtImport, guard, "import { env } from 'node:process';", ':1 reads'],
  ['everything exported', wholesaleExports, guard, "export * from './a.ts';", ':1 exports *'],
  ['everything exported under a name', wholesaleExports, guard, "export * as a from './a.ts';", ':1 exports *'],
  ['a ceiling off', ceilingsSwitchedOff, guard, '/* oxlint-disable max-lines */', ':1 has'],
  ['all of lint off', ceilingsSwitchedOff, guard, '/* oxlint-disable */', ':1 has'],
  ['an unfinished mark', foreignWordsIn, 'README.md', ['# Title', ['TO', 'DO: more'].join('')].join('\n'), ':2 has'],
] as const;

describe('the rules of the architecture', () => {
  it.each(faults)('find a fault: %s', (_title, rule, path, text, expected) => {
    expect(rule([{ path, text }])).toEqual([expect.stringContaining(expected)]);
  });

  it('find a second engine', () => {
    const text = 'const engine = new Provider(issuer);';
    expect(enginesBesideTheOne([{ path: guard, text }])).toEqual([]);
    expect(enginesBesideTheOne([guard, 'packages/cli/src/a.ts'].map((path) => ({ path, text })))).toHaveLength(2);
  });

  it('let good code pass', () => {
    const text = [
      '#!/usr/bin/env node',
      '/** Judges a token by RFC 9068 §4. */',
      "import { parseScope } from '@granthouse/protocol';",
      "import { judge } from './verify/judge.ts';",
      "export const read = () => process.env['A'];",
      'export class Guard { open() { return process.env; } }',
      'export { parseScope, judge };',
    ].join('\n');
    const file = { path: guard, text };
    for (const [, rule] of rules.filter(([, , files]) => files === sources)) expect(rule([file])).toEqual([]);
    expect(filesWithoutOpeningSentence([file])).toEqual([]);
  });
});
