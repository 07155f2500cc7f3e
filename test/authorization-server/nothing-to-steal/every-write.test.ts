/** Of all that opens something, nothing reaches a store, the log or an audit event in clear (design: a stolen database opens nothing). */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StorageEngine } from '@granthouse/storage';
import { memoryEngine } from '@granthouse/storage/memory';
import { sqliteEngine } from '@granthouse/storage/sqlite';
import { commandsIn, type Commands } from './commands.ts';
import type { Crossed } from './crossed-values.ts';
import { recordedGround, type RecordedGround } from './ground.ts';
import { harmless } from './harmless.ts';
import { journeys } from './journeys.ts';
import { leaked, secretsOf } from './leaks.ts';

/** What has to have crossed, or the search would find nothing because nothing was there. */
const expectedSecrets = [
  'access_token',
  'authorization basic',
  'authorization bearer',
  'client_assertion',
  'client_secret',
  'code',
  'code_verifier',
  'cookie granthouse_browser',
  'cookie granthouse_interaction',
  'cookie granthouse_interaction.sig',
  'cookie granthouse_resume',
  'cookie granthouse_resume.sig',
  'cookie granthouse_session',
  'cookie granthouse_session.sig',
  'csrf',
  'id_token',
  'id_token_hint',
  'initial_access_token',
  'password',
  'path authorize',
  'path interaction',
  'refresh_token',
  'registration_access_token',
  'server key cookies',
  'server key forms',
  'server key refresh_tokens',
  'server key signing',
  'state',
  'the secret',
  'token',
];

const namesOf = (secrets: readonly Crossed[]) => [...new Set(secrets.map(({ name }) => name))].toSorted();

describe('every write of every journey', () => {
  let ground: RecordedGround;
  let secrets: Crossed[];
  beforeAll(async () => {
    ground = await recordedGround(memoryEngine());
    for (const [, way] of journeys) await way(ground);
    secrets = await ground.secrets();
  });
  afterAll(() => ground.close());

  it('RS-13, RFC9700-24: holds no code, token, cookie, secret, password or key', () => {
    expect(namesOf(secrets)).toEqual(expect.arrayContaining(expectedSecrets));
    expect(ground.writes.length).toBeGreaterThan(200);
    expect(leaked(secrets, ground.writes)).toEqual([]);
  });

  it('RFC9700-24: leaves none in the log or in an audit event', () => {
    expect(ground.told.length).toBeGreaterThan(0);
    expect(leaked(secrets, ground.told)).toEqual([]);
  });

  it.each(expectedSecrets)('would be found to hold one, if one stood there: %s', (name) => {
    const [secret] = secrets.filter((each) => each.name === name);
    const planted = [...ground.writes, JSON.stringify(['client', 'x', { note: secret?.value }])];
    expect(leaked(secrets, planted)).toContain(name);
  });

  it('keeps in clear an id of a session that never crosses the wire, so that nobody could show it', () => {
    const written = ground.writes.flatMap((write) => [...write.matchAll(/"(uid|sessionUid)":"([^"]+)"/g)]);
    const ids = written.map(([, name = '', value = '']) => ({ name, value }));
    expect(namesOf(ids)).toEqual(['sessionUid', 'uid']);
    expect(leaked(ids, ground.exchanged())).toEqual([]);
  });

  it('excuses nothing that never crossed', () => {
    const crossed = new Set(ground.crossed().map(({ name }) => name));
    expect(Object.keys(harmless).filter((name) => !crossed.has(name))).toEqual([]);
  });
});

/** Every page that the files of a folder have had, in free space and in logs too. */
class Pages {
  readonly #pages = new Set<string>();

  async look(folder: string): Promise<void> {
    for (const file of await readdir(folder)) {
      const bytes = await readFile(join(folder, file), 'latin1');
      for (let at = 0; at < bytes.length; at += 4096) this.#pages.add(bytes.slice(at, at + 4096));
    }
  }

  get text(): string {
    return [...this.#pages].join('');
  }
}

describe('every byte of an SQLite store, beside whose server an operator works', () => {
  const pages = new Pages();
  let folder: string;
  let engine: StorageEngine;
  let ground: RecordedGround;
  let commands: Commands;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'granthouse-bytes-'));
    engine = sqliteEngine({ path: join(folder, 'store', 'granthouse.db') });
    ground = await recordedGround(engine);
    commands = await commandsIn(folder, { issuer: ground.server.issuer, store: { sqlite: 'store/granthouse.db' } });
    const steps = journeys.map(
      ([, way]) =>
        () =>
          way(ground),
    );
    for (const step of [...steps, commands.managePeopleAndClients, commands.rotateSecret, ...steps.slice(0, 2)]) {
      await step();
      await pages.look(join(folder, 'store'));
    }
  });
  afterAll(async () => {
    await ground.close();
    await rm(folder, { recursive: true });
  });

  it('RS-13, RFC9700-24: holds no code, token, cookie, secret, password or key, and neither does what commands say of errors', async () => {
    const secrets = [...(await ground.secrets()), ...commands.secrets];
    expect(commands.secrets).toHaveLength(6);
    expect(pages.text).toContain('order-robot');
    expect(leaked(secrets, [pages.text, ...ground.writes])).toEqual([]);
    expect(leaked(secrets, [...ground.told, ...commands.complained])).toEqual([]);
  });

  it('would be found to hold one, if it stood there', async () => {
    const secrets = secretsOf(ground.crossed());
    const [token] = secrets.filter(({ name }) => name === 'refresh_token');
    const store = await engine.open({ client: { indexes: [] } });
    await store.put('client', 'planted', { note: token?.value });
    const after = new Pages();
    await after.look(join(folder, 'store'));
    await store.close();
    expect(leaked(secrets, [after.text])).toContain('refresh_token');
  });
});
