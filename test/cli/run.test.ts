/** How the command is called: help, mistakes, and the Node that it needs. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { help } from '../../packages/cli/src/help/help.ts';
import { topics } from '../../packages/cli/src/help/topics.ts';
import { launch, type Launch } from '../support/program.ts';

const granthouse = (words: string[], more: Launch = {}) => launch('packages/cli/src/bin.ts', { words, ...more }).ended;

const longestLine = (text: string) => Math.max(...text.split('\n').map((line) => Array.from(line).length));

/** As on a Node before 22.13. */
const flags = ['--no-experimental-sqlite'];

describe('granthouse', () => {
  it.each([[['--help']], [['-h']], [['help']], [[]]])('%j shows every command', async (words) => {
    const { code, out, err } = await granthouse(words);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const { uses } of topics) {
      for (const [use] of uses) expect(out).toContain(`  granthouse ${use}\n`);
    }
    expect(longestLine(out)).toBeLessThanOrEqual(80);
  });

  it.each([[['users', 'add', '--help']], [['help', 'users']]])('%j shows all of one command alone', async (words) => {
    const { code, out, err } = await granthouse(words);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/granthouse users add LOGIN .*never from an argument/s);
    expect(out).not.toContain('granthouse keys');
  });

  it.each(topics.map(({ name }) => name))('helps with %s in at most eighty columns', async (name) => {
    expect(longestLine(help(name))).toBeLessThanOrEqual(80);
  });

  it.each([[['--version']], [['version']], [['-v']]])('%j says its version, and nothing else', async (words) => {
    const { version } = JSON.parse(await readFile('packages/cli/package.json', 'utf8')) as { version: string };
    expect(await granthouse(words)).toMatchObject({ code: 0, out: `${version}\n`, err: '' });
  });

  it.each([
    [['destroy'], /there is no command "destroy"/],
    [['constructor'], /there is no command "constructor"/],
    [['destroy', '--help'], /there is no command "destroy"/],
    [['serve'], /--config is missing/],
    [['serve', '--config'], /--config/],
    [['serve', 'now', '--config', 'x'], /expected no words beside the options, got 1/],
    [['serve', '--port', '1', '--config', 'x'], /^granthouse: Unknown option '--port'$/m],
    [['users'], /users takes add, list, remove, set-password/],
    [['users', 'constructor'], /users takes/],
    [['users', 'add', '--config', 'x'], /expected LOGIN/],
    [['clients'], /clients takes add, list, show, rotate-secret, remove/],
    [['clients', 'add', 'App', '--config', 'x'], /give --redirect-uri once or several times, or --introspects/],
    [['clients', 'add', 'App', '--redirect-uri', 'u', '--introspects', 'r', '--config', 'x'], /or --introspects/],
    [['clients', 'add', 'App', '--redirect-uri', '', '--config', 'x'], /an argument is empty/],
    [['clients', 'add', 'App', '--client-secret=hunter2', '--config', 'x'], /'--client-secret'/],
    [['storage', 'repair', '--config', 'x'], /storage takes check/],
    [['users', 'list'], /--config is missing/],
    [['authorizations', 'end', '--person', 'ada', '--person', 'bob', '--config', 'x'], /--person comes once/],
    [['users', 'list', '--config', 'x', '--config=y'], /--config comes once/],
    [['users', 'add', ' ', '--config', 'x'], /an argument is empty/],
    [['users', 'add', 'ada', '--name', 'Ada\nLovelace', '--config', 'x'], /a control character/],
    [['users', 'add', 'ada', '--password=hunter2hunter2', '--config', 'x'], /'--password'/],
    [['users', 'set-password', 'ada', '--password', 'hunter2hunter2', '--config', 'x'], /'--password'/],
    [['users', 'add', 'ada', 'hunter2hunter2', '--config', 'x'], /expected LOGIN/],
  ])('%j is called wrongly: the mistake is said, a password is not repeated, status 2', async (words, mistake) => {
    const { code, out, err } = await granthouse(words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^granthouse: .+\nTry: granthouse (?:[a-z-]+ )?--help\n$/);
    expect(err).toMatch(mistake);
    expect(err).not.toContain('hunter2');
  });

  it.each([[['serve', '--config', 'x']], [['users', 'list', '--config', 'x']]])(
    '%j says which Node would do where there is no node:sqlite',
    async (words) => {
      const { code, err } = await granthouse(words, { flags });
      expect(code).toBe(1);
      expect(err).toMatch(/^granthouse: Node\.js: found [\d.]+, which has no node:sqlite\. .*22\.13 or newer/);
    },
  );

  it('helps and finds mistakes on such a Node all the same', async () => {
    expect(await granthouse(['--help'], { flags })).toMatchObject({ code: 0, err: '' });
    expect(await granthouse(['users'], { flags })).toMatchObject({ code: 2 });
  });
});
