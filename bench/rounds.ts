/** Interleaved rounds: A B C A B C …, so that what the machine does meanwhile hits all alike. */
import { send } from './load.ts';
import type { Load, LoadName } from './loads.ts';
import type { Results } from './results.ts';
import { startSubject, type RunningSubject } from './running-subject.ts';
import type { Run } from './run.ts';
import { sections, type Contestant, type SectionName } from './sections.ts';

export interface Rounds {
  readonly results: Results;
  readonly loads: Readonly<Record<LoadName, Load>>;
}

/** Measures every server of a section, in a fresh process each round. */
export async function runRounds(name: SectionName, { results, loads }: Rounds, run: Run): Promise<void> {
  const { contestants, warmUp, measured } = sections[name];
  const size = { warmUp: warmUp * run.scale, measured: measured * run.scale };
  for (let round = 1; round <= run.rounds; round += 1) {
    for (const contestant of contestants as readonly Contestant[]) {
      const subject = await startSubject(contestant.subject, run.surroundings);
      const costs: string[] = [];
      for (const load of contestant.loads) {
        const microseconds = await costOf(subject, loads[load], size);
        results.add({ load, subject: subject.name }, microseconds);
        costs.push(`${load} ${microseconds.toFixed(0)}`);
      }
      await subject.stop();
      run.say(`${name} ${round}/${run.rounds}  ${subject.name}: ${costs.join(', ')} µs`);
    }
  }
}

async function costOf(
  subject: RunningSubject,
  load: Load,
  { warmUp, measured }: { warmUp: number; measured: number },
): Promise<number> {
  await send(subject.port, await load.calls(subject, { from: 0, count: warmUp }), load.status);
  const calls = await load.calls(subject, { from: warmUp, count: measured });
  const before = await subject.cpu();
  await send(subject.port, calls, load.status);
  return ((await subject.cpu()) - before) / measured;
}
