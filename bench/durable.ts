/** How many requests a second a server answers that keeps what it answered: SQLite on a disk, each commit synced, 16 connections. */
import { timed } from './load.ts';
import { loadsOf, type LoadName } from './loads.ts';
import type { Results } from './results.ts';
import type { Run } from './run.ts';
import { startSubject } from './running-subject.ts';
import type { SubjectName } from './subjects.ts';

interface DurableContestant {
  readonly subject: SubjectName;
  readonly beside?: SubjectName;
}

export const durableContestants = [
  { subject: 'stock on sqlite, a commit a write' },
  { subject: 'stock on sqlite', beside: 'stock on sqlite, a commit a write' },
  { subject: 'granthouse on sqlite, a commit a write' },
  { subject: 'granthouse on sqlite', beside: 'granthouse on sqlite, a commit a write' },
] as const satisfies readonly DurableContestant[];

export const durableLoads = ['code exchange', 'refresh'] as const satisfies readonly LoadName[];

const connections = 16;
const warmUp = 1000;
const measured = 3000;

/** Adds requests per second, in interleaved rounds. */
export async function durableRates(rates: Results, { rounds, scale, onDisk, say }: Run): Promise<void> {
  const loads = loadsOf();
  for (let round = 1; round <= rounds; round += 1) {
    for (const { subject: name } of durableContestants) {
      const subject = await startSubject(name, onDisk);
      const told: string[] = [];
      for (const load of durableLoads) {
        const { status, calls } = loads[load];
        await timed(subject.port, await calls(subject, { from: 0, count: warmUp * scale }), { status, connections });
        const sent = await calls(subject, { from: 0, count: measured * scale });
        const { seconds } = await timed(subject.port, sent, { status, connections });
        rates.add({ load, subject: name }, sent.length / seconds);
        told.push(`${load} ${(sent.length / seconds).toFixed(0)}`);
      }
      await subject.stop();
      say(`durable ${round}/${rounds}  ${name}: ${told.join(', ')} requests/s`);
    }
  }
}
