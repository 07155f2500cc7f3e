/** What docs/connections.md shows is taken: its configuration, and the resource that the authorization server is told of. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { readTeamConfiguration, teamSchema } from '../../packages/cli/src/connections/configuration.ts';
import { openTeamServer } from '../../packages/cli/src/connections/team-server.ts';
import { startAuthorizationServer } from '../support/authorization-server.ts';
import { textAt } from './documents.ts';

const warn = (message: string) => {
  throw new Error(message);
};
const log = { warn: () => {}, error: () => {} };

it('a site starts with the configuration, before its authorization server does', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'granthouse-docs-'));
  const file = join(folder, 'connections.json');
  await writeFile(file, textAt('examples/snippets/connections.json'));
  await writeFile(join(folder, 'connections.secret'), 'a secret for tests, long enough to be taken', { mode: 0o600 });
  const server = await openTeamServer(await readTeamConfiguration(file, { environment: {}, warn }), log);
  await expect(server.close()).resolves.toBeUndefined();
  await rm(folder, { recursive: true });
});

it('an authorization server takes the resource', async () => {
  const resource = JSON.parse(textAt('examples/snippets/connections-resource.json')) as never;
  const server = await startAuthorizationServer('', { resources: [resource] });
  await expect(server.close()).resolves.toBeUndefined();
});

it('every member of the configuration has its row, and no other', () => {
  const [, table = ''] = textAt('docs/connections.md').split('### The configuration');
  const rows = table.split('\n## ', 1)[0]?.split('\n') ?? [];
  const names = rows.flatMap((row) =>
    [...(row.split('|')[1] ?? '').matchAll(/`(\w+)[\w.]*`/gu)].map(([, name]) => name),
  );
  // What must not stand in the file has a remedy and no row.
  const members = Object.keys(teamSchema.shape).filter((name) => name !== 'secret' && name !== 'otherSecrets');
  expect(new Set(names)).toEqual(new Set(members));
});
