/** Killed at any moment: what was acknowledged is there, and what wasn't is there whole or not at all. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from '@jest/globals';
import { everyRecord, type Document } from '@granthouse/storage';
import { propertyRuns } from '../support/property-runs.ts';
import { sourceFlags } from '../support/program.ts';
import { filePerTest, openThings } from './opened-file.ts';

const path = filePerTest();
const writing = fileURLToPath(new URL('acknowledging-process.ts', import.meta.url));
const steps = ['none', 'inserted', 'used', 'deleted'];
const text = 'x'.repeat(3000);

/** Runs the process until it said about so many bytes, kills it, and gives what it had said in whole lines. */
async function killAfter(bytes: number, run: number): Promise<string[]> {
  const child = spawn(process.execPath, [...sourceFlags, writing, path(), String(run)]);
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (more: string) => {
    said += more;
    if (said.length > bytes) child.kill('SIGKILL');
  });
  const [, signal] = (await once(child, 'close')) as unknown[];
  // Nothing but the kill ends it.
  expect(signal).toBe('SIGKILL');
  return said.split('\n').slice(0, -1);
}

/** The last step that was acknowledged of each id. */
function lastSteps(lines: readonly string[]): Map<string, number> {
  return new Map(lines.map((line) => line.split(' ')).map(([step = '', id = '']) => [id, steps.indexOf(step)]));
}

/** How far a record came; a record that is anything but one of its whole states is a failure. */
function stepOf(id: string, document: Document | undefined): number {
  if (!document) return steps.indexOf('deleted');
  const isUsed = document['used'] === true;
  expect(document).toEqual({
    owner: id.split('.', 1)[0],
    text: isUsed ? `${text}used` : text,
    ...(isUsed ? { used: true } : {}),
  });
  return steps.indexOf(isUsed ? 'used' : 'inserted');
}

it('loses nothing that was acknowledged and keeps nothing half, killed again and again', async () => {
  let acknowledged = 0;
  for (let run = 0; run < propertyRuns(5); run += 1) {
    const last = lastSteps(await killAfter(Math.random() * 60_000, run));
    acknowledged += last.size;
    const store = await openThings(path());
    const found = new Map<string, Document>();
    for await (const { id, document } of everyRecord(store, 'things', { field: 'owner', value: String(run) })) {
      found.set(id, document);
    }
    await store.close();
    const lost = [...last].filter(([id, step]) => stepOf(id, found.get(id)) < step);
    expect(lost).toEqual([]);
    // What was not acknowledged is whole, too.
    for (const [id, document] of found) expect(stepOf(id, document)).toBeGreaterThan(0);
  }
  expect(acknowledged).toBeGreaterThan(100);
  const database = new DatabaseSync(path());
  expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
  database.close();
}, 900_000);
