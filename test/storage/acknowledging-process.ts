/** A process that writes without end and says each id on standard output once its writes were acknowledged. */
import { writeSync } from 'node:fs';
import { sqliteEngine } from '@granthouse/storage/sqlite';

const [path = '', run = ''] = process.argv.slice(2);
const store = await sqliteEngine({ path }).open({ things: { indexes: ['owner'] } });
const text = 'x'.repeat(3000);

/** A record in three steps: made, used by a compare-and-set, and, every third one, removed. */
async function write(writer: number): Promise<never> {
  for (let count = 0; ; count += 1) {
    const id = `${run}.${writer}.${count}`;
    await store.insert('things', id, { owner: run, text });
    writeSync(1, `inserted ${id}\n`);
    await store.compareAndSet('things', id, { expected: { used: null }, set: { used: true, text: `${text}used` } });
    writeSync(1, `used ${id}\n`);
    if (count % 3 > 0) continue;
    await store.delete('things', id);
    writeSync(1, `deleted ${id}\n`);
  }
}

await Promise.all(Array.from({ length: 16 }, (_, writer) => write(writer)));
