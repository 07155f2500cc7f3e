/** Kills a server again and again under load, at moments that nobody chose, and starts it anew on the same file. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { openAccounts } from '@granthouse/authorization-server';
import { sqliteEngine } from '@granthouse/storage/sqlite';
import { secret, site, type Site } from '../../cli/served.ts';
import type { Program } from '../program.ts';
import { crashApp, type App } from './app.ts';
import type { World } from './steps.ts';
import { newTally, type Tally } from './tally.ts';

const introspector = { client_id: 'orders-server', client_secret: 'the secret of the orders server' };
const introspects = 'https://orders.example.com/mcp';

export interface Kills {
  readonly kills: number;
  readonly apps: number;
  readonly say?: (line: string) => void;
}

/** SIGKILL, which only Unix has. */
export async function killAgainAndAgain({ kills, apps, say = () => {} }: Kills): Promise<Tally> {
  const here = await site({ clients: [{ ...introspector, introspects }], trustedProxies: ['127.0.0.1', '::1'] });
  const countdown = newCountdown();
  const world = { issuer: here.issuer, introspector, tally: newTally(), answered: countdown.count };
  const everyApp = Array.from({ length: apps }, (_, index) => crashApp(world, index + 1, personOf(index + 1)));
  try {
    await addPeople(here, apps);
    for (let kill = 1; kill <= kills; kill += 1) {
      await killedOnce(here, { everyApp, countdown, world });
      say(`kill ${kill} of ${kills}: lost ${world.tally.lost.length}`);
    }
    const last = await serve(here);
    for (const app of everyApp) await app.recover();
    for (const app of everyApp) await app.checkAll();
    await last.kill();
    return world.tally;
  } finally {
    await here.remove();
  }
}

interface Round {
  readonly everyApp: readonly App[];
  readonly countdown: Countdown;
  readonly world: World;
}

async function killedOnce(here: Site, { everyApp, countdown, world }: Round): Promise<void> {
  const server = await serve(here);
  world.tally.lost.push(...damageOf(here));
  for (const app of everyApp) await app.recover();
  // A number of answers and some milliseconds: whatever the server does by then.
  const due = countdown.after(Math.ceil(Math.random() * 20 * everyApp.length));
  const loops = everyApp.map((app) => untilGone(app, server));
  await Promise.race([due, ...loops]);
  await wait(Math.random() * 10);
  await server.kill();
  await Promise.all(loops);
}

/** An app that fails while the server lives fails the run. */
async function untilGone(app: App, server: Program): Promise<void> {
  let isGone = false;
  void server.ended.then(() => {
    isGone = true;
  });
  for (;;) {
    try {
      await app.step();
    } catch (error) {
      await Promise.race([server.ended, wait(5000, undefined, { ref: false })]);
      if (isGone) return;
      throw error;
    }
  }
}

interface Countdown {
  readonly count: () => void;
  after(answers: number): Promise<void>;
}

function newCountdown(): Countdown {
  let left = Number.POSITIVE_INFINITY;
  let arrive = (): void => {};
  return {
    count() {
      left -= 1;
      if (left <= 0) arrive();
    },
    after: (answers) =>
      new Promise((resolve) => {
        left = answers;
        arrive = resolve;
      }),
  };
}

async function serve(here: Site): Promise<Program> {
  const server = here.granthouse(['serve']);
  await server.says('Granthouse answers');
  return server;
}

const databaseOf = ({ folder }: Site) => join(folder, 'store', 'granthouse.db');

/** Somebody else for each app: sign-ins of one person at once look like guesses. */
const personOf = (number: number) => ({ login: `person ${number}`, password: `the password of person ${number}` });

async function addPeople(here: Site, count: number): Promise<void> {
  const { accounts, close } = await openAccounts({ storage: sqliteEngine({ path: databaseOf(here) }), secret });
  await Promise.all(Array.from({ length: count }, (_, index) => accounts.add(personOf(index + 1))));
  await close();
}

function damageOf(here: Site): string[] {
  const database = new DatabaseSync(databaseOf(here), { readOnly: true });
  try {
    const found = database
      .prepare('PRAGMA integrity_check')
      .all()
      .map((row) => String(row['integrity_check']));
    return found.filter((text) => text !== 'ok').map((text) => `the file is damaged: ${text}`);
  } finally {
    database.close();
  }
}
