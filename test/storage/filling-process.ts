/** A process that fills a database file until it is refused, and writes again when it is told to. */
import { sqliteEngine } from '@granthouse/storage/sqlite';
import { writeUntilRefused } from './filling.ts';

const store = await sqliteEngine({ path: process.argv[2] ?? '' }).open({ things: { indexes: ['owner'] } });

const tasks = {
  fill: () => writeUntilRefused(store),
  write: () => store.insert('things', 'again', { owner: 'ada' }),
  close: async () => {
    await store.close();
    return 'closed';
  },
};

process.on('message', (task: keyof typeof tasks) => {
  void tasks[task]()
    .catch((error: unknown) => String(error))
    .then((answer) => process.send?.(answer));
});
process.send?.('ready');
