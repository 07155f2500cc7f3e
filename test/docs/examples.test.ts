/** The programs that the documentation shows, run as they stand against real parts: only their addresses are local ones. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openAccounts } from '@granthouse/authorization-server';
import { sqliteEngine } from '@granthouse/storage/sqlite';
import { person } from '../support/authorization-server.ts';
import { freePort } from '../support/free-port.ts';
import { obtainTokens } from '../support/oauth-client.ts';
import { textAt } from './documents.ts';
import { runToEnd, start, withLocal } from './snippet.ts';

const documented = { resource: 'https://orders.example.com/mcp', issuer: 'https://login.example.com' };
const snippet = (name: string) => textAt(`examples/snippets/src/${name}`);

describe('authorization-server.ts', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'granthouse-docs-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const secret = 'a secret for tests, long enough to be taken';

  async function program(): Promise<{ issuer: string; text: string }> {
    const port = await freePort();
    const issuer = `http://localhost:${port}`;
    const local = {
      [documented.issuer]: issuer,
      './granthouse.db': join(folder, 'granthouse.db'),
      '(9400)': `(${port})`,
    };
    return { issuer, text: withLocal(snippet('authorization-server.ts'), local) };
  }

  it('starts, and says where everything is', async () => {
    const { issuer, text } = await program();
    const running = await start(text, { GRANTHOUSE_SECRET: secret });
    const answer = await fetch(`${issuer}/.well-known/oauth-authorization-server`);
    expect(await answer.json()).toMatchObject({ issuer, protected_resources: [documented.resource] });
    await running.stop();
  });

  it('does not start without a secret, and says what would do', async () => {
    const { text } = await program();
    await expect(start(text, { GRANTHOUSE_SECRET: '' })).rejects.toThrow(/secret.*32 random bytes/);
  });
});

describe('one-origin.ts', () => {
  it('serves the authorization server and what it protects, whole connections included', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'granthouse-docs-'));
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const path = join(folder, 'granthouse.db');
    const secret = 'a secret for tests, long enough to be taken';
    const people = await openAccounts({ storage: sqliteEngine({ path }), secret });
    await people.accounts.add(person);
    await people.close();
    const local = { 'https://example.com': origin, './granthouse.db': path, '(9400)': `(${port})` };
    const running = await start(withLocal(snippet('one-origin.ts'), local), { GRANTHOUSE_SECRET: secret });
    expect((await fetch(`${origin}/mcp`, { method: 'POST' })).status).toBe(401);
    const { tokens } = await obtainTokens(`${origin}/auth`);
    const headers = { authorization: `Bearer ${tokens.access_token}` };
    const answer = await fetch(`${origin}/mcp`, { method: 'POST', headers });
    expect(await answer.json()).toEqual({ subject: expect.stringMatching(/^acc_/), scopes: ['orders:read'] });
    await running.stop();
    await rm(folder, { recursive: true });
  });
});

it.each(['host-profiles.ts', 'protocol.ts', 'storage.ts', 'test-your-server.ts'])(
  '%s holds what it asserts',
  async (name) => {
    expect(await runToEnd(snippet(name))).toEqual({ code: 0, said: '' });
  },
);

it('decisions.ts says in the log why a call was refused', async () => {
  const callOf = "\nawait orders.authenticate(new Request('https://orders.example.com/mcp', { method: 'POST' }));";
  const { code, said } = await runToEnd(snippet('decisions.ts') + callOf);
  expect(code).toBe(0);
  expect(JSON.parse(said)).toEqual({
    outcome: 'refused',
    reason: 'no_credentials',
    status: 401,
    resource: documented.resource,
    method: 'POST',
  });
});
