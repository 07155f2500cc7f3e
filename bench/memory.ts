/** What registered clients cost in memory: a fresh process, many registrations, the difference after a garbage collection. */
import { send } from './load.ts';
import { registration } from './loads.ts';
import { startSubject, type RunningSubject } from './running-subject.ts';
import type { Memory, Surroundings } from './subject.ts';
import type { SubjectName } from './subjects.ts';

/** Bytes that this many clients added. */
export interface Footprint extends Memory {
  readonly subject: SubjectName;
  readonly clients: number;
}

export const holders: readonly SubjectName[] = ['stock', 'granthouse', 'stock on sqlite', 'granthouse on sqlite'];

/** Code that is compiled and caches that are filled on the way are no cost of a client. */
const warmUp = 2000;
const atOnce = 5000;

export async function footprintOf(name: SubjectName, clients: number, surroundings: Surroundings): Promise<Footprint> {
  const subject = await startSubject(name, surroundings, { flags: ['--expose-gc'] });
  await register(subject, 0, warmUp);
  const before = await subject.memory();
  for (let from = 0; from < clients; from += atOnce) {
    await register(subject, warmUp + from, Math.min(atOnce, clients - from));
  }
  const after = await subject.memory();
  await subject.stop();
  return { subject: name, clients, resident: after.resident - before.resident, heap: after.heap - before.heap };
}

async function register(subject: RunningSubject, from: number, count: number): Promise<void> {
  await send(subject.port, await registration.calls(subject, { from, count }), registration.status);
}
