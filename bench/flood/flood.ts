/** How long others wait while one address floods a server with registrations: beside the time before, and beside a server without limits. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { connectionTo } from '../load.ts';
import { registrationFrom } from '../loads.ts';
import { median } from '../results.ts';
import type { Run } from '../run.ts';
import { startSubject } from '../running-subject.ts';
import type { SubjectName } from '../subjects.ts';
import { waitsOf, type Waits } from '../waits.ts';

const flooded = ['granthouse on sqlite, limited', 'granthouse on sqlite'] as const satisfies readonly SubjectName[];

export interface Flood {
  readonly subject: SubjectName;
  readonly sent: number;
  /** Answers to the flood, by status; the median of the rounds. */
  readonly accepted: number;
  readonly before: Waits;
  readonly meanwhile: Waits;
  /** Meanwhile over before, round by round. */
  readonly ratio: Waits;
}

/** What one registration after the other waited. */
interface Sample {
  readonly accepted: number;
  readonly before: Waits;
  readonly meanwhile: Waits;
}

/** Milliseconds between two registrations: without it, they would be a flood themselves. */
const pause = 5;
const warmUp = 1000;
const measured = 500;

/** What the process of the flood is told, and what it answers in the end. */
export interface Order {
  readonly port: number;
  readonly count: number;
}
export type Statuses = Readonly<Record<number, number>>;

export async function floodsOf(run: Run): Promise<Flood[]> {
  const sent = 10_000 * run.scale;
  const samples = new Map<SubjectName, Sample[]>();
  for (let round = 1; round <= run.rounds; round += 1) {
    for (const name of flooded) {
      const sample = await sampleOf(name, sent, run);
      samples.set(name, [...(samples.get(name) ?? []), sample]);
      run.say(
        `flood ${round}/${run.rounds}  ${name}: ${sample.before.p50.toFixed(2)} ms, ${sample.meanwhile.p50.toFixed(2)} ms`,
      );
    }
  }
  return flooded.map((subject) => ({ subject, sent, ...middleOf(samples.get(subject) ?? []) }));
}

async function sampleOf(name: SubjectName, count: number, { onDisk }: Run): Promise<Sample> {
  const subject = await startSubject(name, onDisk);
  const others = connectionTo(subject.port);
  let registered = 0;
  const wait = async () => {
    const sentAt = performance.now();
    registered += 1;
    // Each from an address of its own.
    await others.answerTo(registrationFrom(`198.51.${registered >> 8}.${registered & 255}`, registered), 201);
    return performance.now() - sentAt;
  };
  await waitsUntil(wait, { least: warmUp });
  const before = await waitsUntil(wait, { least: measured });
  const flood = startFlood({ port: subject.port, count });
  const meanwhile = await waitsUntil(wait, { least: 1, ended: flood });
  const { 201: accepted = 0 } = await flood;
  others.close();
  await subject.stop();
  return { accepted, before, meanwhile };
}

async function waitsUntil(
  wait: () => Promise<number>,
  { least, ended = Promise.resolve() }: { least: number; ended?: Promise<unknown> },
): Promise<Waits> {
  const end = new AbortController();
  void ended.then(() => end.abort());
  const waits: number[] = [];
  while (!end.signal.aborted || waits.length < least) {
    waits.push(await wait());
    await setTimeout(pause);
  }
  return waitsOf(waits);
}

/** By a process of its own: the one that measures must have time. */
async function startFlood(order: Order): Promise<Statuses> {
  const child = fork(fileURLToPath(new URL('./flood-process.ts', import.meta.url)), { execArgv: process.execArgv });
  child.send(order);
  const [statuses] = (await once(child, 'message')) as [Statuses];
  child.disconnect();
  return statuses;
}

function middleOf(samples: readonly Sample[]): Omit<Flood, 'subject' | 'sent'> {
  const middle = (of: (sample: Sample) => number) => median(samples.map(of));
  const waits = (of: (sample: Sample, share: keyof Waits) => number): Waits => ({
    p50: middle((sample) => of(sample, 'p50')),
    p99: middle((sample) => of(sample, 'p99')),
  });
  return {
    accepted: middle(({ accepted }) => accepted),
    before: waits(({ before }, share) => before[share]),
    meanwhile: waits(({ meanwhile }, share) => meanwhile[share]),
    ratio: waits(({ before, meanwhile }, share) => meanwhile[share] / before[share]),
  };
}
