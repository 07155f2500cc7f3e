/** Documents of others, as they are published: each operation is planned, and each input compiles as JSON Schema 2020-12. */
import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openApiTools } from '@granthouse/openapi-tools';
import { compileInput } from '../../support/planned-schema.ts';

const require = createRequire(import.meta.url);
const github = join(dirname(require.resolve('@octokit/openapi')), 'generated');
const readme = join(dirname(require.resolve('@readme/oas-examples/package.json')));
const below = (folder: string) => readdirSync(folder).map((name) => join(folder, name));

const files = [
  fileURLToPath(new URL('../fixtures/duvo-openapi.json', import.meta.url)),
  join(github, 'api.github.com.json'),
  ...['3.0/json', '3.1/json', '3.0/yaml', '3.1/yaml'].flatMap((folder) => below(join(readme, folder))),
].filter((file) => /\.(?:json|yaml)$/u.test(file));

const plan = (source: object | string) => openApiTools(source, { server: 'https://api.example' });
const parsed = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, object>>;
const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);

describe('a published document', () => {
  it.each(files.map((file) => [basename(file), file]))(
    '%s has a tool for each operation, or the reason why not',
    (_name, file) => {
      const { tools, skipped, problems } = plan(file);
      for (const { path, found, remedy } of [...skipped, ...problems]) expect([path, found, remedy]).not.toContain('');
      const { paths = {} } = file.endsWith('.json') ? parsed(file) : {};
      const operations = Object.values(paths).flatMap((item) => Object.keys(item).filter((key) => methods.has(key)));
      expect(tools.size + skipped.length).toBeGreaterThanOrEqual(operations.length);
      for (const tool of tools.values()) expect(compileInput(tool)).toBeInstanceOf(Function);
    },
  );

  const sizes: [string, string, number, number][] = [
    ['1,223 operations', join(github, 'api.github.com.json'), 1223, 4_000_000],
    ['213 operations', files[0] ?? '', 213, 300_000],
  ];
  it.each(sizes)('of %s is a list of bounded size, of tools of bounded size', (_title, file, count, most) => {
    const definitions = [...plan(file).tools.values()].map(({ definition }) => JSON.stringify(definition).length);
    expect(definitions).toHaveLength(count);
    expect(definitions.reduce((sum, size) => sum + size)).toBeLessThan(most);
    expect(Math.max(...definitions)).toBeLessThan(65_536);
  });

  it('has the same names of tools, arguments and definitions in whichever order it is written', () => {
    const document = parsed(join(github, 'api.github.com.json'));
    const names = (source: object) =>
      new Map(
        [...plan(source).tools].map(([name, { definition, arguments: all }]) => [
          name,
          { arguments: new Set(all.keys()), definitions: definition.inputSchema['$defs'] },
        ]),
      );
    expect(names(reversed(document) as object)).toEqual(names(document));
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => reversed(each));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toReversed();
  return Object.fromEntries(entries.map(([key, each]) => [key, reversed(each)]));
}
