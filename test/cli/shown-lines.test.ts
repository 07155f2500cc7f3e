/** What lists show when the store was filled by another way than the command: one line each, and nothing that a terminal obeys. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createAuthorizationServer } from '@granthouse/authorization-server';
import { sqliteEngine } from '@granthouse/storage/sqlite';
import { orderDesk } from '../support/authorization-server.ts';
import { callback } from '../support/oauth-client.ts';
import { secret, site, type Site } from './served.ts';

const hostile = 'Ada\u001B[2J\u009B31m\nroot\tRoot\u202E';

let here: Site;
beforeAll(async () => {
  here = await site();
  const server = await createAuthorizationServer({
    issuer: here.issuer,
    storage: sqliteEngine({ path: join(here.folder, 'store/granthouse.db') }),
    secret,
    resources: [{ resource: 'https://orders.example.com/mcp', ...orderDesk }],
  });
  await server.clients.add({ client_id: 'other', client_name: hostile, redirect_uris: [callback] });
  await server.accounts.add({ login: hostile, name: hostile, password: 'correct horse' });
  await server.close();
});
afterAll(() => here.remove());

it.each([
  ['clients list', /^other\t.*\tclient_secret_basic\t\S+\n$/],
  ['clients show other', /^(?:[a-z_]+: .+\n){8}$/],
  ['users list', /^.+\t.+\t\n$/],
])('granthouse %s shows one line for each thing, and nothing that a terminal obeys', async (words, form) => {
  const { out } = await here.granthouse(words.split(' ')).ended;
  expect(out).toMatch(form);
  expect(out).toContain('Ada\uFFFD[2J\uFFFD31m\uFFFDroot\uFFFDRoot\uFFFD');
  expect(out).not.toMatch(/[^\P{Cc}\t\n]|\u202E/u);
});

it.each(['clients list --json', 'clients show other --json'])(
  'granthouse %s shows as it is stored what a program reads, and nothing that a terminal obeys',
  async (words) => {
    const { out } = await here.granthouse(words.split(' ')).ended;
    expect(JSON.stringify(JSON.parse(out))).toContain(JSON.stringify(hostile));
    expect(out).not.toMatch(/[^\P{Cc}\n]|\u202E/u);
  },
);
