/** A process that races others on one database file: it begins when it is told to, and says what it won. */
import { sqliteEngine } from '@granthouse/storage/sqlite';

export interface Winnings {
  readonly inserted: string[];
  readonly used: string[];
}

const ids = Array.from({ length: 25 }, (_, index) => `record ${index}`);

async function race(path: string): Promise<Winnings> {
  const store = await sqliteEngine({ path }).open({ things: { indexes: ['owner'] } });
  const winnings: Winnings = { inserted: [], used: [] };
  for (const id of ids) {
    if (await store.insert('things', id, { owner: 'ada' })) winnings.inserted.push(id);
    const change = { expected: { used: null }, set: { used: true } };
    if (await store.compareAndSet('things', id, change)) winnings.used.push(id);
    await store.insert('things', 'counter', { count: 0 });
    for (let isCounted = false; !isCounted;) {
      const count = Number((await store.get('things', 'counter'))?.['count']);
      isCounted = await store.compareAndSet('things', 'counter', { expected: { count }, set: { count: count + 1 } });
    }
  }
  await store.close();
  return winnings;
}

/** Opens and closes: what is raced for is the making of the file. */
async function open(path: string): Promise<string> {
  const store = await sqliteEngine({ path }).open({ things: { indexes: ['owner', 'group'] }, others: { indexes: [] } });
  await store.close();
  return 'opened';
}

process.on('message', ({ task, path }: { task: 'open' | 'race'; path: string }) => {
  const step: Promise<unknown> = task === 'open' ? open(path) : race(path);
  void step.catch((error: unknown) => String(error)).then((answer) => process.send?.(answer));
});
process.send?.('ready');
