/** `granthouse clients` beside a running server, on the same store: what it changes counts at the next request. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair } from 'jose';
import { person } from '../support/authorization-server.ts';
import { expectError } from '../support/expect-error.ts';
import {
  callback,
  credentials,
  obtainCode,
  postForm,
  redeem,
  refresh,
  register,
  type TokenAnswer,
} from '../support/oauth-client.ts';
import type { Ended } from '../support/program.ts';
import { eventsIn, site, type Site } from './served.ts';

const resource = 'https://orders.example.com/mcp';

let here: Site;
let serving: ReturnType<Site['granthouse']>;
beforeAll(async () => {
  here = await site({ clients: [{ client_id: 'configured', client_secret: 'x', redirect_uris: [callback] }] });
  serving = here.granthouse(['serve']);
  await serving.says(here.issuer);
  await here.granthouse(['users', 'add', person.login], { input: `${person.password}\n` }).ended;
});
afterAll(() => here.remove());

const clients = (...words: string[]): Promise<Ended> => here.granthouse(['clients', ...words]).ended;

interface Added {
  readonly client_id: string;
  readonly client_secret: string;
}

async function add(...words: string[]): Promise<Added> {
  const { code, out, err } = await clients('add', ...words, '--json');
  expect({ code, told: eventsIn(err) }).toEqual({ code: 0, told: ['client.added'] });
  expect(err).not.toContain((JSON.parse(out) as Added).client_secret ?? 'no secret');
  return JSON.parse(out) as Added;
}

async function connected(client: Added): Promise<TokenAnswer> {
  const { code, verifier } = await obtainCode(here.issuer, client.client_id);
  const answer = await redeem(here.issuer, { ...credentials(client), code, code_verifier: verifier });
  expect(answer.status).toBe(200);
  return (await answer.json()) as TokenAnswer;
}

async function jwksFile(name: string): Promise<string> {
  const { publicKey } = await generateKeyPair('ES256', { extractable: true });
  await writeFile(join(here.folder, name), JSON.stringify({ keys: [await exportJWK(publicKey)] }));
  return name;
}

describe('granthouse clients add', () => {
  it('prints the id and the secret once, on standard output, and keeps the secret sealed', async () => {
    const { code, out, err } = await clients('add', 'Duvo', '--redirect-uri', callback);
    const [, id = '', secret = ''] = /^client_id: (client_[\w-]{16})\nclient_secret: ([\w-]{43})\n$/.exec(out) ?? [];
    expect({ code, err }).toEqual({
      code: 0,
      err: expect.stringMatching(
        /^\{.*"event":"client\.added".*\}\nDuvo is registered\.\nKeep the secret now: it is not shown again\.\n$/,
      ),
    });
    await connected({ client_id: id, client_secret: secret });
    const shown = await clients('show', id);
    expect(shown.out).toContain(`client_id: ${id}\n`);
    const files = await Promise.all(
      ['', '-wal'].map((end) => readFile(join(here.folder, 'store', `granthouse.db${end}`), 'latin1').catch(() => '')),
    );
    for (const text of [shown.out, shown.err, (await clients('list')).out, ...files])
      expect(text).not.toContain(secret);
  });

  it('takes an id, several redirect URIs, and any exact private-use one', async () => {
    const uris = ['https://app.example/cb', 'vscode://example.app/cb'];
    const words = uris.flatMap((uri) => ['--redirect-uri', uri]);
    expect(await add('App', '--id', 'the-app', '--method', 'none', ...words)).toMatchObject({
      client_id: 'the-app',
      redirect_uris: uris,
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
    });
  });

  it('registers a public key, and a resource server', async () => {
    const keys = await jwksFile('public.json');
    const withKey = await add('By key', '--redirect-uri', callback, '--jwks', keys);
    expect(withKey).toMatchObject({ token_endpoint_auth_method: 'private_key_jwt' });
    expect(withKey).not.toHaveProperty('client_secret');
    const server = await add('Orders server', '--introspects', `${resource}/`);
    expect(server).toMatchObject({ introspects: resource, redirect_uris: [], grant_types: [] });
    const answer = await postForm(`${here.issuer}/introspect`, { ...credentials(server), token: 'x' });
    expect([answer.status, await answer.json()]).toEqual([200, { active: false }]);
  });

  const uri = ['--redirect-uri', callback];
  it.each<[string, string[], RegExp]>([
    ['a redirect to http', ['--redirect-uri', 'http://app.example/cb'], /redirect_uris\[0\].*is http/],
    ['an unknown method', [...uri, '--method', 'client_secret_jwt'], /use one of none, client_secret_basic/],
    ['no key file', [...uri, '--jwks', 'nowhere.json'], /nowhere\.json cannot be read/],
    ['an id of the configuration', [...uri, '--id', 'configured'], /configured in the configuration/],
  ])('refuses %s with a remedy', async (_title, words, message) => {
    const { code, out, err } = await clients('add', 'Wrong', ...words);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(message);
  });

  it('refuses an id that is taken, and changes nothing', async () => {
    const { client_secret: secret } = await add('First', '--id', 'taken', ...uri);
    expect(await clients('add', 'Second', '--id', 'taken', ...uri)).toMatchObject({ code: 1, out: '' });
    await connected({ client_id: 'taken', client_secret: secret });
  });
});

describe('granthouse clients list', () => {
  it('shows what the operator registered, and counts the others', async () => {
    await add('Listed', '--id', 'listed', '--redirect-uri', callback);
    const { client_id: stranger } = await register(here.issuer);
    const { out, err } = await clients('list');
    expect(out).toContain(`listed\tListed\tclient_secret_basic\t${callback}\n`);
    expect(out).not.toContain(stranger);
    expect(err).toBe('Clients that registered themselves, not shown: 1\n');
    expect(await clients('show', stranger)).toMatchObject({ code: 1 });
  });
});

describe('granthouse clients rotate-secret', () => {
  it('gives a new secret, and the old one is refused at once', async () => {
    const client = await add('Rotating', '--redirect-uri', callback);
    const { refresh_token: token } = await connected(client);
    const { out } = await clients('rotate-secret', client.client_id);
    const secret = /^client_secret: ([\w-]{43})\n$/.exec(out)?.[1] ?? '';
    await expectError(
      await refresh(here.issuer, { ...credentials(client), refresh_token: token }),
      401,
      'invalid_client',
    );
    const renewed = { client_id: client.client_id, client_secret: secret, refresh_token: token };
    expect((await refresh(here.issuer, renewed)).status).toBe(200);
  });

  it('refuses a client without a secret, and an unknown one', async () => {
    await add('Public', '--id', 'public', '--method', 'none', '--redirect-uri', callback);
    expect((await clients('rotate-secret', 'public')).err).toMatch(/has no secret/);
    expect((await clients('rotate-secret', 'nobody')).err).toMatch(/no pre-registered client nobody/);
    expect((await clients('rotate-secret', 'configured')).err).toMatch(/change it there/);
  });
});

describe('granthouse clients remove', () => {
  it('ends the client and what it was allowed, at once, and no other client', async () => {
    const [client, other] = [
      await add('Gone', '--id', 'gone', '--redirect-uri', callback),
      await add('Other', '--redirect-uri', callback),
    ];
    const [tokens, others] = [await connected(client), await connected(other)];
    const removed = await clients('remove', 'gone');
    expect({ ...removed, told: eventsIn(removed.err) }).toMatchObject({ code: 0, told: ['client.removed'] });
    await expectError(
      await refresh(here.issuer, { ...credentials(client), refresh_token: tokens.refresh_token }),
      401,
      'invalid_client',
    );

    const again = await add('Gone', '--id', 'gone', '--redirect-uri', callback);
    await expectError(
      await refresh(here.issuer, { ...credentials(again), refresh_token: tokens.refresh_token }),
      400,
      'invalid_grant',
    );
    expect((await refresh(here.issuer, { ...credentials(other), refresh_token: others.refresh_token })).status).toBe(
      200,
    );
  });

  it('ends one that registered itself, and says that it may come again', async () => {
    const { client_id } = await register(here.issuer);
    const removed = await clients('remove', client_id);
    expect(removed.code).toBe(0);
    expect(removed.err).toContain('"event":"client.removed"');
    expect(removed.err).toContain('may register itself again, unless registration.open is false');
    expect((await register(here.issuer)).client_id).toBe(client_id);
  });

  it('refuses an unknown client', async () => {
    expect(await clients('remove', 'nobody')).toMatchObject({
      code: 1,
      err: 'granthouse: there is no client nobody\n',
    });
  });
});
