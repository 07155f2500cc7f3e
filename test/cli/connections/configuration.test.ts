/** The configuration of `granthouse connections serve`: what is wrong is named before anything is open, and no secret is told. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readTeamConfiguration } from '../../../packages/cli/src/connections/configuration.ts';
import { launch } from '../../support/program.ts';

const complete = {
  url: 'https://connections.example.com',
  issuer: 'https://login.example.com',
  admins: ['ada@example.com'],
  store: { sqlite: 'store/connections.db' },
  secretFile: 'secret',
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'granthouse-team-'));
  await writeFile(join(folder, 'secret'), 'a secret for tests, long enough to be taken', { mode: 0o600 });
});
afterAll(() => rm(folder, { recursive: true }));

async function read(overrides: Record<string, unknown>, environment: NodeJS.ProcessEnv = {}) {
  const file = join(folder, `${Math.random()}.json`);
  await writeFile(file, JSON.stringify({ ...complete, ...overrides }));
  return readTeamConfiguration(file, { environment, warn: () => {} });
}

it('needs no more than where, who and what is secret', async () => {
  const configuration = await read({});
  expect(configuration).toMatchObject({ url: 'https://connections.example.com', port: 9402, network: {} });
  expect(Buffer.from(configuration.secret).toString()).toContain('a secret for tests');
});

it('takes the secret of its client from where it is named', async () => {
  const client = { id: 'site', secretEnvironmentVariable: 'SITE_SECRET' };
  expect((await read({ client }, { SITE_SECRET: 'hush' })).client).toEqual({ id: 'site', secret: 'hush' });
  await expect(read({ client })).rejects.toThrow('configuration.client.secretEnvironmentVariable');
});

it.each([
  ['a path in the URL', { url: 'https://example.com/connections' }, 'configuration.url', 'without a path'],
  ['a URL in clear', { url: 'http://connections.example.com' }, 'configuration.url', 'use https'],
  ['an issuer in clear', { issuer: 'http://login.example.com' }, 'configuration.issuer', 'use https'],
  ['nobody who may add', { admins: [] }, 'configuration.admins', 'name the login'],
  ['a secret in the file', { secret: 'hunter2hunter2' }, 'configuration.secret', 'take it out of this file'],
  ['no secret', { secretFile: undefined }, 'configuration.secretFile', 'exactly one'],
  ['a network of another kind', { network: { besides: 'intranet' } }, 'configuration.network.besides', '"loopback"'],
  ['a member that nobody knows', { admin: 'ada@example.com' }, 'configuration', 'admin'],
])('refuses %s, and says what would do', async (_title, overrides, path, remedy) => {
  const refusal = await read(overrides).catch((error: unknown) => String(error));
  expect(refusal).toContain(path);
  expect(refusal).toContain(remedy);
  expect(refusal).not.toContain('hunter2');
});

it.each([
  [['connections'], 2, 'connections takes serve, forget'],
  [['connections', 'forget', '--config', 'x.json'], 2, 'expected PERSON'],
  [['connections', 'forget', 'grace@example.com'], 2, '--config is missing'],
  [['connections', 'serve'], 2, '--config is missing'],
  [['connections', 'serve', '--config', 'nowhere.json'], 1, 'docs/connections.md shows one'],
])('%j ends with status %i and a sentence', async (words, code, sentence) => {
  const ended = await launch('packages/cli/src/bin.ts', { words, cwd: folder }).ended;
  expect(ended.code).toBe(code);
  expect(ended.err).toContain(sentence);
});
