/** What the documentation shows is what the tests run: code blocks are copies of files, and files that are named exist. */
import { describe, expect, it } from '@jest/globals';
import { greeting } from '@granthouse/example-mcp-server/demo/greeting';
import { codeBlocksOf, exists, linksOf, pages, pathsOf, textAt } from './documents.ts';

const blocks = pages.flatMap(codeBlocksOf);
const copies = blocks.flatMap((block) => (block.source === undefined ? [] : [{ ...block, source: block.source }]));
const mentions = pages.flatMap((page) => [...linksOf(page), ...pathsOf(page)]);

describe('a code block', () => {
  it.each(copies)('$place equals $source', ({ source, text }) => {
    expect(text).toBe(textAt(source));
  });

  it('names its file when it is TypeScript or JSON', () => {
    const nameless = blocks.filter(({ language, source }) => ['ts', 'json'].includes(language) && source === undefined);
    expect(nameless.map(({ place }) => place)).toEqual([]);
  });

  it('that promises ten lines has ten', () => {
    const guards = ['node', 'koa', 'express', 'fastify', 'hono', 'fetch'].map(
      (adapter) => `protect-${adapter}.ts#protect`,
    );
    const promised = [...guards, 'authorization-server.ts#serve'];
    const lengths = promised.map(
      (name) =>
        textAt(`examples/snippets/src/${name}`)
          .split('\n')
          .filter((line) => line.trim() !== '').length,
    );
    expect(Math.max(...lengths)).toBeLessThanOrEqual(10);
  });
});

describe('a file that the documentation names', () => {
  it('exists', () => {
    expect(mentions.length).toBeGreaterThan(50);
    const missing = mentions.filter(({ target }) => !exists(target));
    expect(missing.map(({ place, target }) => `${place}: ${target}`)).toEqual([]);
  });
});

describe('the front page', () => {
  const places = { issuer: 'http://localhost:9400', resource: 'http://localhost:9401/mcp', folder: '.granthouse' };
  const printed = greeting({ ...places, login: '', password: '', newSecret: undefined });
  const [, lines = ''] = printed.split('one line each:');
  const commands = [...lines.matchAll(/^ {4}(?<client>\S+(?: \S+)*) {2,}(?:put into \S+ )?(?<command>.+)$/gmu)];

  it.each(commands.map(({ groups }) => [groups?.['client'] ?? '', groups?.['command'] ?? '']))(
    'shows for %s what npm start prints',
    (_client, command) => {
      expect(pages.find(({ path }) => path === 'README.md')?.text).toContain(`\`${command}\``);
    },
  );
});

describe('reading a page', () => {
  const page = {
    path: 'docs/some.md',
    text: ['See [this](../packages/a.ts#L1), [that](https://x.example), `tools/b.mjs`.', '```ts a.ts#r', '`docs/c.md`']
      .concat(['```', ''])
      .join('\n'),
  };

  it('finds links, paths and blocks, with their lines', () => {
    expect(linksOf(page)).toEqual([{ place: 'docs/some.md:1', target: 'packages/a.ts' }]);
    expect(pathsOf(page)).toEqual([{ place: 'docs/some.md:1', target: 'tools/b.mjs' }]);
    const block = { place: 'docs/some.md:2', language: 'ts', source: 'a.ts#r', text: '`docs/c.md`\n' };
    expect(codeBlocksOf(page)).toEqual([block]);
  });

  it('finds no region that is not there', () => {
    expect(() => textAt('examples/snippets/src/protect-node.ts#nothing')).toThrow('no region nothing');
  });
});
