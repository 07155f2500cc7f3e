/** `granthouse keys rotate-secret` beside a running server: everybody stays connected, and the old secret can go. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSealer } from '@granthouse/storage';
import { sqliteEngine } from '@granthouse/storage/sqlite';
import { collections } from '../../packages/authorization-server/src/store/collections.ts';
import { person } from '../support/authorization-server.ts';
import { credentials, obtainTokens, publicClient, refresh, type TokenAnswer } from '../support/oauth-client.ts';
import type { Program } from '../support/program.ts';
import { site, type Site } from './served.ts';

const confidential = { ...publicClient, token_endpoint_auth_method: 'client_secret_post' };
const newSecret = 'the secret that comes after the first one';

let here: Site;
let server: Program;
beforeAll(async () => {
  here = await site();
  await here.granthouse(['users', 'add', person.login], { input: person.password }).ended;
  await writeFile(join(here.folder, 'new-secret'), newSecret);
  await serve();
});
afterAll(() => here.remove());

async function serve(): Promise<void> {
  server = here.granthouse(['serve']);
  await server.says(here.issuer);
}

async function serveWith(secrets: Record<string, unknown>): Promise<void> {
  server.signal('SIGTERM');
  await server.ended;
  await here.configure(secrets);
  await serve();
}

const rotate = () => here.granthouse(['keys', 'rotate-secret']).ended;

describe('granthouse keys rotate-secret', () => {
  it('seals everything anew while the server serves, says when the old secret can go, and what is left', async () => {
    const { client, tokens } = await obtainTokens(here.issuer, { metadata: confidential });
    const { ended: added } = here.granthouse([
      'clients',
      'add',
      'Build robot',
      '--redirect-uri',
      'https://a.example/cb',
    ]);
    expect(await added).toMatchObject({ code: 0 });
    let { refresh_token: token } = tokens;
    const goesOn = async () => {
      const answer = await refresh(here.issuer, { ...credentials(client), refresh_token: token });
      expect(answer.status).toBe(200);
      token = ((await answer.json()) as TokenAnswer).refresh_token;
    };

    await serveWith({ secretFile: 'new-secret', otherSecretFiles: ['secret'] });
    await goesOn();
    const [rotated] = await Promise.all([rotate(), goesOn()]);
    expect(rotated).toMatchObject({ code: 0, err: expect.stringMatching(/take the other secrets out.*a backup/) });
    expect(rotated.out).toMatch(/^[1-9]\d* of \d+ records .*\nNothing is left that another secret sealed\.\n$/);
    expect((await rotate()).out).toMatch(/^0 of /);

    await serveWith({ secretFile: 'new-secret' });
    await goesOn();
  });

  it('says how many records none of the secrets opens', async () => {
    const store = await sqliteEngine({ path: join(here.folder, 'store', 'granthouse.db') }).open(collections);
    const client_secret = createSealer('a secret that nobody names, of 32 bytes').seal('"x"', 'client/x/client_secret');
    await store.put('client', 'x', { client_secret });
    expect(await rotate()).toMatchObject({
      code: 1,
      err: expect.stringMatching(/none of the secrets opens: 1\. Name the secret that sealed them/),
    });
    await store.delete('client', 'x');
    await store.close();
  });

  it('with neither secret of the store says so', async () => {
    await here.configure({ secretFile: 'secret' });
    expect(await rotate()).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/does not open this store/) });
  });
});
