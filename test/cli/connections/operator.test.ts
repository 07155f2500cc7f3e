/** The operator of a team's connections at a terminal: a file or a secret that was mistaken for another is said, and nothing is touched. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createConnections } from '@granthouse/client/connections';
import { sqliteEngine } from '@granthouse/storage/sqlite';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../support/free-port.ts';
import { launch } from '../../support/program.ts';
import { startSmallMcpServer, type SmallMcpServer } from '../../support/small-mcp-server.ts';
import { ada, redirectUri } from '../../support/team.ts';
import { secret, site, type Site } from '../served.ts';

let here: Site;
let server: SmallMcpServer;
let url: string;

beforeAll(async () => {
  [here, server] = await Promise.all([site(), startSmallMcpServer()]);
  url = `http://localhost:${await freePort()}`;
  const common = { url, port: Number(new URL(url).port), issuer: here.issuer, admins: ['ada@example.com'] };
  const file = { ...common, store: { sqlite: 'team/connections.db' } };
  await writeFile(join(here.folder, 'connections.json'), JSON.stringify({ ...file, secretFile: 'secret' }));
  await writeFile(join(here.folder, 'mistaken.json'), JSON.stringify({ ...file, secretFile: 'other' }));
  await writeFile(join(here.folder, 'other'), 'another secret, just as long as the first', { mode: 0o600 });
  const storage = sqliteEngine({ path: join(here.folder, 'team/connections.db') });
  const connections = await createConnections({ storage, secret, redirectUri, network: { besides: 'loopback' } });
  const wanted = { name: 'Stock', url: server.url, authentication: { kind: 'api-key' }, ownership: 'shared' } as const;
  const { id } = await connections.add(ada, wanted);
  await connections.giveCredential(ada, id, { key: 'key-of-ada' });
  await connections.close();
});
afterAll(async () => {
  await server.close();
  await here.remove();
});

const granthouse = (words: string, config: string) =>
  launch('packages/cli/src/bin.ts', { words: [...words.split(' '), '--config', config], cwd: here.folder });

describe('a secret that opens nothing of what is kept', () => {
  it.each(['connections serve', 'connections forget grace@example.com'])('stops `%s`', async (words) => {
    const { code, out, err } = await granthouse(words, 'mistaken.json').ended;
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^granthouse: configuration\.secret: found a secret that opens nothing .*--secret-is-lost/u);
  });

  it('is taken where the operator says that the former one is lost', async () => {
    const program = granthouse('connections serve --secret-is-lost', 'mistaken.json');
    await program.says(`Connections are at ${url}`);
    program.signal('SIGTERM');
    expect(await program.ended).toMatchObject({ code: 0 });
  });

  it('is found by `storage check`', async () => {
    const { code, err } = await granthouse('storage check', 'mistaken.json').ended;
    expect(code).toBe(1);
    expect(err).toContain('1 sealed records are opened by none of the secrets');
  });
});

it('counts what connections keep by `storage check`, and changes nothing', async () => {
  const before = await readFile(join(here.folder, 'team/connections.db'));
  const { code, out, err } = await granthouse('storage check', 'connections.json').ended;
  expect(err).toBe('The store is sound, and the secret opens what is sealed in it.\n');
  expect(code).toBe(0);
  expect(out).toMatch(/^engine\tsqlite\nschema\t1\nconnection\t1\nconnection_access\t1\n/u);
  expect(out).not.toContain('account\t');
  expect((await readFile(join(here.folder, 'team/connections.db'))).equals(before)).toBe(true);
});

describe('the file of the other kind', () => {
  it.each(['serve', 'users list', 'clients list', 'keys list', 'authorizations list', 'registration-tokens list'])(
    'stops `%s`, and its store is not touched',
    async (words) => {
      const { code, out, err } = await granthouse(words, 'connections.json').ended;
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toMatch(
        /found the configuration of a team's connections\. pass that of an authorization server\n$/iu,
      );
    },
  );

  it('stops `connections serve`, and makes no store', async () => {
    const { code, err } = await granthouse('connections serve', 'granthouse.json').ended;
    expect(code).toBe(1);
    expect(err).toMatch(/found the configuration of an authorization server\. pass that of a team's connections\n$/iu);
    expect(await readdir(here.folder)).not.toContain('store');
  });
});
