/** What the documentation shows is what the tests run: code blocks are copies of files, and files that are named exist. */
import { describe, expect, it } from '@jest/globals';
import { greeting } from '@granthouse/example-mcp-server/demo/greeting';
import { codeBlocksOf, exists, linksOf, pages, pathsOf, sectionLinksOf, sectionsOf, textAt } from './documents.ts';

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
    const others = ['worker', 'next-route', 'lambda', 'sdk-2-node', 'sdk-2-fetch', 'sdk-2-hono'];
    const scopes = ['1', '2'].map((line) => `tool-scopes-sdk-${line}.ts#scopes`);
    const promised = [
      ...guards,
      ...scopes,
      ...others.map((name) => `${name}.ts#protect`),
      'authorization-server.ts#serve',
    ];
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

describe('a section that the documentation links to', () => {
  it('exists', () => {
    const links = pages.flatMap(sectionLinksOf).filter(({ target }) => /\.md#/u.test(target));
    const sections = new Set(pages.flatMap(sectionsOf));
    expect(links.length).toBeGreaterThan(20);
    const missing = links.filter(
      ({ target }) => !sections.has(target) && pages.some(({ path }) => target.startsWith(`${path}#`)),
    );
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

  it('finds sections, and links to them', () => {
    const text = [
      '# 1. What `a` is, in short',
      'See [it](#there) and [more](b.md#more), not [this](https://x.example/#y).',
    ].join('\n');
    expect(sectionsOf({ path: 'docs/a.md', text })).toEqual(['docs/a.md#1-what-a-is-in-short']);
    const targets = sectionLinksOf({ path: 'docs/a.md', text }).map(({ target }) => target);
    expect(targets).toEqual(['docs/a.md#there', 'docs/b.md#more']);
  });

  it('finds no region that is not there', () => {
    expect(() => textAt('examples/snippets/src/protect-node.ts#nothing')).toThrow('no region nothing');
  });
});
