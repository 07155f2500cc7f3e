/** What a person's machine keeps of connections: sealed, theirs alone, and changed by one process at a time. */
import { chmod, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { keptConnections, type KeptConnection } from '../../../packages/cli/src/connect/kept-connections.ts';
import { foldersOf } from '../../../packages/cli/src/connect/folders.ts';
import { anAuthorization, keeperContract } from '../../support/keeper-contract.ts';
import { launch } from '../../support/program.ts';
import { describeWhere } from '../../support/run-where.ts';

let folder: string;
let warnings: string[];
const which = { url: 'https://orders.example.com/mcp', account: 'default' };
const connection: KeptConnection = {
  ...which,
  reach: {},
  connectedAt: 0,
  credential: { kind: 'api-key', key: 'a key that nobody reads' },
};
const at = (name: string) => ({ config: join(folder, name, 'config'), data: join(folder, name, 'data') });
const open = (name: string) => keptConnections({ ...at(name), warn: (message) => void warnings.push(message) });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'granthouse-kept-'));
});
beforeEach(() => {
  warnings = [];
});
afterAll(() => rm(folder, { recursive: true }));

let count = 0;
keeperContract('on this machine', () => {
  const name = `keeper-${(count += 1)}`;
  return Promise.resolve([open(name).keeper(which), open(name).keeper(which)]);
});

describe('kept connections', () => {
  it('need no key and no folder while there are none', async () => {
    expect([await open('none').find(which), await open('none').list()]).toEqual([undefined, []]);
    await expect(readdir(join(folder, 'none'))).rejects.toThrow(/ENOENT/);
  });

  it('are found by URL and account, and by no other', async () => {
    const kept = open('found');
    await kept.save(connection);
    await kept.save({ ...connection, account: 'work' });
    expect(await open('found').find(which)).toEqual(connection);
    expect(await kept.find({ ...which, url: 'https://orders.example.com/mcp/' })).toBeUndefined();
    expect(await kept.list()).toHaveLength(2);
    expect(await kept.remove(which)).toEqual(connection);
    expect(await kept.list()).toEqual([{ ...connection, account: 'work' }]);
    expect(await kept.remove(which)).toBeUndefined();
  });

  it('show nothing to whoever copies their folder: neither what is kept nor where it leads', async () => {
    const kept = open('sealed');
    await kept.save(connection);
    await kept.keeper({ ...which, account: 'warehouse' }).save(anAuthorization);
    const { data } = at('sealed');
    const names = await readdir(data);
    const texts = await Promise.all(names.map((name) => readFile(join(data, name), 'utf8')));
    for (const text of [...names, ...texts]) {
      expect(text).not.toMatch(/nobody reads|orders|warehouse|first|refresh|client|api-key/);
      expect(Buffer.from(text, 'base64').toString('latin1')).not.toMatch(/nobody reads|orders|refresh/);
    }
  });

  it('open for their own URL and account alone', async () => {
    const kept = open('moved');
    await kept.save(connection);
    const [name = ''] = await readdir(at('moved').data);
    await kept.save({ ...connection, account: 'work' });
    const other = (await readdir(at('moved').data)).find((each) => each !== name) ?? '';
    await rename(join(at('moved').data, name), join(at('moved').data, other));
    await expect(kept.find({ ...which, account: 'work' })).rejects.toThrow(/does not open .* connect again/);
  });

  it('are not opened by another key, and a key that is there is never made anew', async () => {
    await open('key').save(connection);
    await writeFile(join(at('key').config, 'key'), Buffer.alloc(32, 1).toString('base64url'));
    await expect(open('key').find(which)).rejects.toThrow(/does not open/);
    await writeFile(join(at('key').config, 'key'), 'no key at all');
    await expect(open('key').find(which)).rejects.toThrow(/does not hold a key/);
    expect(await readFile(join(at('key').config, 'key'), 'utf8')).toBe('no key at all');
  });

  it('have one key, though two processes make one at the same moment', async () => {
    const [one, other] = [open('race'), open('race')];
    await Promise.all([one.save(connection), other.save({ ...connection, account: 'work' })]);
    expect(await one.list()).toHaveLength(2);
    expect(await other.find(which)).toEqual(connection);
    expect(await readdir(at('race').config)).toEqual(['key']);
  });

  it('bear many changes at once, and leave no file behind', async () => {
    const stores = Array.from({ length: 8 }, () => open('many'));
    await Promise.all(stores.map((store, index) => store.save({ ...connection, connectedAt: index })));
    expect(await readdir(at('many').data)).toHaveLength(1);
    expect(await stores[0]?.find(which)).toMatchObject({ url: which.url });
  });

  it('are changed at once after a process that died while it changed them', async () => {
    const kept = open('dead');
    await kept.save(connection);
    const [name = ''] = await readdir(at('dead').data);
    const ended = launch('packages/cli/src/bin.ts', { words: ['--version'] });
    await ended.ended;
    await writeFile(join(at('dead').data, name.replace('.sealed', '.lock')), `${hostname()} ${ended.pid} gone`);
    await kept.remove(which);
    expect(await readdir(at('dead').data)).toEqual([]);
  });
});

describeWhere(process.platform !== 'win32', 'files have no modes')('the files of kept connections', () => {
  it('are for their person alone', async () => {
    await open('modes').save(connection);
    const { config, data } = at('modes');
    const [name = ''] = await readdir(data);
    const modes = await Promise.all(
      [config, data, join(config, 'key'), join(data, name)].map(async (path) => (await stat(path)).mode % 512),
    );
    expect(modes).toEqual([0o700, 0o700, 0o600, 0o600]);
    expect(warnings).toEqual([]);
  });

  it('are told of when everybody may read the key', async () => {
    await open('open').save(connection);
    await chmod(join(at('open').config, 'key'), 0o644);
    await open('open').list();
    expect(warnings).toEqual([expect.stringMatching(/everyone on this machine may read it: chmod 600/)]);
  });
});

describe('the folders of a person', () => {
  it.each([
    ['linux', {}, /\/\.config\/granthouse$/, /\/\.local\/share\/granthouse\/connections$/],
    ['darwin', {}, /\/\.config\/granthouse$/, /\/\.local\/share\/granthouse\/connections$/],
    ['linux', { XDG_CONFIG_HOME: '/c', XDG_DATA_HOME: '/d' }, /^\/c\/granthouse$/, /^\/d\/granthouse\/connections$/],
    [
      'linux',
      { XDG_CONFIG_HOME: 'c', XDG_DATA_HOME: '' },
      /\/\.config\/granthouse$/,
      /share\/granthouse\/connections$/,
    ],
    ['win32', { APPDATA: '/r', LOCALAPPDATA: '/l' }, /^\/r\/granthouse$/, /^\/l\/granthouse\/connections$/],
  ] as const)('on %s with %j', (platform, environment, config, data) => {
    expect(foldersOf(environment, platform)).toMatchObject({
      config: expect.stringMatching(config),
      data: expect.stringMatching(data),
    });
  });
});
