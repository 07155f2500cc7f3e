/** `granthouse serve` on a file that fails under it, by the system itself: 503 meanwhile, and afterwards it goes on as if nothing had been. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openAccounts } from '@granthouse/authorization-server';
import { sqliteEngine } from '@granthouse/storage/sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { person } from '../support/authorization-server.ts';
import { Browser } from '../support/browser.ts';
import { pageOf } from '../support/connect.ts';
import {
  canForbidWriting,
  canMount,
  hasPrlimit,
  locked,
  mayNotGrow,
  readOnly,
  smallDisk,
  type SmallDisk,
} from '../support/failing-disk.ts';
import {
  authorizationRequest,
  obtainTokens,
  post,
  publicClient,
  refresh,
  type Registered,
  type TokenAnswer,
} from '../support/oauth-client.ts';
import type { Program } from '../support/program.ts';
import { describeWhere } from '../support/run-where.ts';
import { secret, site, type Site } from './served.ts';

let here: Site;
beforeEach(async () => {
  here = await site();
});
afterEach(() => here.remove());

/** A server with a connected app, on this file. */
async function connected(database: string) {
  await here.configure({ store: { sqlite: database } });
  const { accounts, close } = await openAccounts({ storage: sqliteEngine({ path: database }), secret });
  await accounts.add(person);
  await close();
  const serving = here.granthouse(['serve']);
  await serving.says('Granthouse answers');
  return { serving, ...(await obtainTokens(here.issuer)) };
}

const registering = () => post(`${here.issuer}/register`, { ...publicClient, client_name: crypto.randomUUID() });
const health = async (path: string) => (await fetch(`${here.issuer}/health/${path}`)).status;

interface App {
  readonly client: Registered;
  readonly tokens: TokenAnswer;
}

const refreshing = ({ client, tokens }: App) =>
  refresh(here.issuer, { client_id: client.client_id, refresh_token: tokens.refresh_token });

/** Many at once, and a person. */
async function expectRefused(app: App): Promise<void> {
  const browser = new Browser();
  const asking = browser.open(authorizationRequest(here.issuer, app.client.client_id).url);
  const programs = Array.from({ length: 10 }, () => [registering(), refreshing(app)]).flat();
  const answers = await Promise.all(programs);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
  expect(new Set(answers.map(({ headers }) => headers.get('retry-after')))).toEqual(new Set(['5']));
  expect(pageOf(await asking).status).toBe(503);
  expect([await health('live'), await health('ready')]).toEqual([200, 503]);
}

async function expectSound(database: string, serving: Program): Promise<void> {
  serving.signal('SIGTERM');
  const { code, err } = await serving.ended;
  expect({ code, outages: err.split('\n').filter((line) => line.includes('the store is away')).length }).toEqual({
    code: 0,
    outages: expect.any(Number),
  });
  expect(err).not.toContain('node_modules');
  const reader = new DatabaseSync(database, { readOnly: true });
  expect(reader.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
  reader.close();
}

async function expectRecovery(database: string, failure: typeof locked): Promise<void> {
  const { serving, ...app } = await connected(database);
  const end = await failure({ database, pid: serving.pid });
  try {
    await expectRefused(app);
  } finally {
    end();
  }
  // The same token again: what was answered 503 may have been done or not.
  expect((await refreshing(app)).status).toBe(200);
  expect((await registering()).status).toBe(201);
  await obtainTokens(here.issuer);
  await expectSound(database, serving);
}

const own = () => join(here.folder, 'store', 'granthouse.db');

describe('granthouse serve on a file that another process has locked', () => {
  it('answers 503 meanwhile, goes on without a restart, and leaves its app connected and its file sound', () =>
    expectRecovery(own(), locked));

  it('waits for a lock that is gone soon', async () => {
    const { serving, ...app } = await connected(own());
    const end = await locked({ database: own(), pid: serving.pid });
    const waiting = refreshing(app);
    expect(await health('ready')).toBe(200);
    end();
    expect((await waiting).status).toBe(200);
  });
});

describeWhere(await canForbidWriting(), 'chattr may forbid no writing here')(
  'granthouse serve on a file that is read-only by now',
  () => {
    it('answers 503 meanwhile, goes on without a restart, and leaves its app connected and its file sound', () =>
      expectRecovery(own(), readOnly));
  },
);

describeWhere(hasPrlimit, 'there is no /usr/bin/prlimit')('granthouse serve on a file that may not grow', () => {
  it('answers 503 meanwhile, goes on without a restart, and leaves its app connected and its file sound', () =>
    expectRecovery(own(), mayNotGrow));
});

describeWhere(await canMount(), 'no file system may be mounted here')('granthouse serve on a full disk', () => {
  let disk: SmallDisk;
  beforeEach(async () => {
    disk = await smallDisk();
  });
  afterEach(() => disk.remove());

  it('answers 503 meanwhile, goes on without a restart, and leaves its app connected and its file sound', () =>
    expectRecovery(join(disk.folder, 'granthouse.db'), disk.fill));
});

describe('a start', () => {
  it.each([
    [
      'on a path that leads through a file',
      { sqlite: 'secret/granthouse.db' },
      /granthouse\.db: the database can't be used now/,
    ],
    [
      'on a MongoDB that is not there',
      { mongodb: { uriEnvironmentVariable: 'AWAY' } },
      /MongoDB at 127\.0\.0\.1:1 can't be used now/,
    ],
  ])('%s says so and exits with 1', async (_where, store, explanation) => {
    await here.configure({ store });
    const { code, out, err } = await here.granthouse(['serve'], {
      environment: { AWAY: 'mongodb://127.0.0.1:1/granthouse' },
    }).ended;
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(explanation);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});
