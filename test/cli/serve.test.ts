/** `granthouse serve` as a process: it starts, stops well, and says what is wrong with a configuration before it starts. */
import { readdir, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { launch } from '../support/program.ts';
import { secret, site, type Site } from './served.ts';

const sites: Site[] = [];

async function newSite(overrides: Record<string, unknown> = {}): Promise<Site> {
  const made = await site(overrides);
  sites.push(made);
  return made;
}

afterEach(async () => {
  await Promise.all(sites.splice(0).map((made) => made.remove()));
});

describe('granthouse serve', () => {
  it.each([
    ['SIGTERM', 1],
    ['SIGINT', 1],
    ['SIGTERM', 2],
    ['SIGINT', 2],
  ] as const)('serves until %s, sent %i times, and leaves the store clean', async (signal, times) => {
    const { folder, issuer, granthouse } = await newSite();
    const serving = granthouse(['serve']);
    await serving.says(issuer);
    expect((await fetch(`${issuer}/.well-known/oauth-authorization-server`)).status).toBe(200);
    for (let sent = 0; sent < times; sent += 1) serving.child.kill(signal);
    expect(await serving.ended).toMatchObject({ code: 0 });
    expect(await readdir(join(folder, 'store'))).toEqual(['granthouse.db']);
    expect((await stat(join(folder, 'store', 'granthouse.db'))).mode & 0o777).toBe(0o600);
  });

  it('says so when the port is in use', async () => {
    const { issuer, granthouse } = await newSite();
    const other = createServer();
    await new Promise<void>((resolve) => {
      other.listen(Number(new URL(issuer).port), '127.0.0.1', resolve);
    });
    const { code, err } = await granthouse(['serve']).ended;
    other.close();
    expect(code).toBe(1);
    expect(err).toMatch(/port: found \d+, which is in use/);
  });

  it.each([
    ['no secret named', { secretFile: undefined }, /exactly one of secretFile and secretEnvironmentVariable/],
    ['two secrets named', { secretEnvironmentVariable: 'X' }, /exactly one of secretFile/],
    ['a secret file that is not there', { secretFile: 'nowhere' }, /secretFile: .*nowhere.*openssl rand/],
    [
      'an environment variable that is not set',
      { secretFile: undefined, secretEnvironmentVariable: 'GRANTHOUSE_NOT_SET' },
      /secretEnvironmentVariable: .*GRANTHOUSE_NOT_SET/,
    ],
    ['an option that does not exist', { isuer: 'x' }, /isuer/],
    ['http on a public issuer', { issuer: 'http://login.example.com' }, /issuer: .*https/],
    ['a port that is none', { port: 70_000 }, /port/],
    ['no store', { store: undefined }, /store/],
    ['the secret itself in the file', { secret: 'hunter2-hunter2-hunter2-hunter2-hunter2' }, /secret: found «hidden»/],
    ['a secret beside the database', { secretFile: 'store/secret' }, /secretFile: .*beside the database/],
  ])('stops the start: %s', async (_title, overrides, message) => {
    const { granthouse } = await newSite(overrides);
    const { code, err } = await granthouse(['serve']).ended;
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(message) });
    expect(err).not.toContain(secret);
    expect(err).not.toContain('    at ');
  });

  it('stops the start at a short secret, without showing it', async () => {
    const { granthouse } = await newSite({ secretFile: undefined, secretEnvironmentVariable: 'SHORT_SECRET' });
    const { code, err } = await granthouse(['serve'], { environment: { SHORT_SECRET: 'hunter2' } }).ended;
    expect(code).toBe(1);
    expect(err).toMatch(/secretEnvironmentVariable: .*32 random bytes/);
    expect(err).not.toContain('hunter2');
  });

  it('stops the start at a file that is no JSON, or is not there', async () => {
    const { folder } = await newSite();
    for (const file of ['secret', 'nothing.json']) {
      const words = ['serve', '--config', join(folder, file)];
      const { code, err } = await launch('packages/cli/src/bin.ts', { words }).ended;
      expect(code).toBe(1);
      expect(err).toMatch(/pass --config with a JSON file/);
      expect(err).not.toContain(secret);
    }
  });
});

describe('granthouse', () => {
  it.each([
    [['--help'], 0],
    [[], 0],
    [['nonsense'], 2],
    [['serve'], 2],
    [['serve', '--port', '1', '--config', 'x'], 2],
    [['users'], 2],
    [['users', 'add', '--config', 'x'], 2],
    [['users', 'add', 'a', '--password', 'x', '--config', 'x'], 2],
    [['__proto__'], 2],
  ])('%j ends with %i', async (words, code) => {
    const ended = await launch('packages/cli/src/bin.ts', { words }).ended;
    expect(ended.code).toBe(code);
    expect(ended.out + ended.err).toMatch(code === 0 ? /granthouse serve/ : /granthouse: .+\nTry: granthouse --help/);
  });
});
