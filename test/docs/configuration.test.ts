/** The configuration file that the documentation shows, used by the commands that it shows: a person is added, signs in, connects. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { person } from '../support/authorization-server.ts';
import { freePort } from '../support/free-port.ts';
import { obtainTokens } from '../support/oauth-client.ts';
import { root } from '../support/source-files.ts';
import { textAt } from './documents.ts';
import { sourceFlags, withLocal } from './snippet.ts';

const command = join(root, 'packages', 'cli', 'src', 'bin.ts');

let folder: string;
let issuer: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'granthouse-docs-'));
  const port = String(await freePort());
  issuer = `http://localhost:${port}`;
  const local = { 'https://login.example.com': issuer, '"port": 9400': `"port": ${port}` };
  await writeFile(join(folder, 'granthouse.json'), withLocal(textAt('examples/snippets/granthouse.json'), local));
  await writeFile(join(folder, 'granthouse.secret'), 'a secret for tests, long enough to be taken\n', { mode: 0o600 });
});
afterAll(() => rm(folder, { recursive: true }));

function granthouse(...words: string[]) {
  const args = [...sourceFlags, command, ...words, '--config', 'granthouse.json'];
  return spawn(process.execPath, args, { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] });
}

describe('granthouse.json', () => {
  it('lets a person be added, and serves the whole way to a token', async () => {
    const adding = granthouse('users', 'add', person.login);
    adding.stdin.end(`${person.password}\n`);
    expect(await once(adding, 'close')).toEqual([0, null]);

    const serving = granthouse('serve');
    await once(serving.stdout, 'data');
    const { tokens } = await obtainTokens(issuer);
    expect(tokens.scope).toBe('orders:read');
    const ended = once(serving, 'close');
    serving.kill();
    expect(await ended).toEqual([0, null]);
  });
});
