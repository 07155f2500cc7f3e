/** What the figures must reach, each beside another figure of the same run. */
import type { Crashes } from './crash.ts';
import { durableLoads } from './durable.ts';
import type { Flood } from './flood/flood.ts';
import type { Growth } from './growth/growth.ts';
import type { Judging } from './judging/judging.ts';
import type { LoadName } from './loads.ts';
import { openApiVerdicts } from './openapi/goals.ts';
import type { Figures } from './report/figures.ts';
import type { Comparison, Pair, Results } from './results.ts';
import { documents, refusals } from './sections.ts';
import type { SubjectName } from './subjects.ts';

interface Goal extends Pair {
  /** `ratio`: times the other's figure; `difference`: microseconds over it. */
  readonly measure: keyof Comparison;
  readonly bound: 'at most' | 'at least';
  readonly value: number;
}

export interface Verdict {
  readonly goal: string;
  readonly found: string;
  readonly isMet: boolean;
}

const costGoals: readonly Goal[] = [
  warm('granthouse on node', 'node'),
  warm('granthouse on koa', 'koa'),
  warm('granthouse on express', 'express'),
  warm('granthouse on fastify', 'fastify'),
  warm('granthouse on hono', 'hono'),
  atMost(1, { load: 'cold token', subject: 'granthouse on express', beside: 'sdk 1.x on express' }),
  // Less than one check of a signature, which takes 63.
  ...refusals.map((load) => adding(60, { load, subject: 'granthouse on express', beside: 'express, refusing' })),
  atMost(1, { load: 'foreign token', subject: 'granthouse on express', beside: 'sdk 1.x on express' }),
  ...documents.flatMap((load) => [
    atMost(1.3, { load, subject: 'granthouse', beside: 'koa' }),
    atMost(1, { load, subject: 'granthouse', beside: 'stock' }),
  ]),
  ...besideStock('registration', { memory: 1.3, sqlite: 1.2 }),
  atMost(1.2, { load: 'registration', subject: 'granthouse', beside: 'granthouse without its normaliser' }),
  ...besideStock('repeated registration', { memory: 0.5, sqlite: 0.5 }),
  // On disk the statements, which are alike, are most of the cost.
  ...besideStock('code exchange', { memory: 0.8, sqlite: 1 }),
  ...besideStock('refresh', { memory: 0.88, sqlite: 1 }),
];

const rateGoals: readonly Goal[] = durableLoads.map((load) => ({
  load,
  subject: 'granthouse on sqlite',
  beside: 'granthouse on sqlite, a commit a write',
  measure: 'ratio',
  bound: 'at least',
  value: 1.8,
}));

/** A verdict on each goal whose figures were found. */
export function verdictsOf({ results, judgings, rates, growths, crashes, floods, openApis }: Figures): Verdict[] {
  return [
    ...verdictsOn(costGoals, results),
    ...judgings.flatMap(judgingVerdicts),
    ...verdictsOn(rateGoals, rates),
    ...growths.flatMap(growthVerdicts),
    ...crashes.map(crashVerdict),
    ...floods.flatMap(floodVerdicts),
    ...openApis.flatMap(openApiVerdicts),
  ];
}

function judgingVerdicts({ firstSights, remembered }: Judging): Verdict[] {
  const { tokens, bytesEach } = remembered;
  return [
    ...firstSights.map(({ alg, ratio: found }) => ({
      goal: `first sight of a token, ${alg}: at most ${ratio(1, '`jwtVerify` of jose')}`,
      found: ratio(found, '`jwtVerify` of jose'),
      isMet: found <= 1,
    })),
    {
      goal: `memory of each of ${tokens.toLocaleString('en')} tokens: at most 1,024 bytes`,
      found: `${bytesEach.toFixed(0)} bytes`,
      isMet: bytesEach <= 1024,
    },
  ];
}

/** The server without limits is there to be compared with. */
function floodVerdicts({ subject, sent, ratio: found }: Flood): Verdict[] {
  if (!subject.endsWith('limited')) return [];
  const flood = `a flood of ${sent.toLocaleString('en')} from one address`;
  return (['p50', 'p99'] as const).map((share) => ({
    goal: `${share} of others' registrations during ${flood}: at most ${ratio(1.5, 'before')}`,
    found: ratio(found[share], 'before'),
    isMet: found[share] <= 1.5,
  }));
}

function crashVerdict({ kills, lost }: Crashes): Verdict {
  return {
    goal: `acknowledged and lost, after ${kills} kills: 0`,
    found: String(lost.length),
    isMet: lost.length === 0,
  };
}

function verdictsOn(goals: readonly Goal[], results: Results): Verdict[] {
  return goals.flatMap((goal) => {
    const found = results.compare(goal)?.[goal.measure];
    if (found === undefined) return [];
    const { load, subject, beside, measure, bound, value } = goal;
    const words = measure === 'ratio' ? ratio : difference;
    return [
      {
        goal: `${load}, ${subject}: ${bound} ${words(value, beside)}`,
        found: words(found, beside),
        isMet: bound === 'at most' ? found <= value : found >= value,
      },
    ];
  });
}

function growthVerdicts({ store, latencies, memories, sweep, family }: Growth): Verdict[] {
  const [smallest, largest] = [memories[0], memories.at(-1)];
  if (!smallest || !largest) return [];
  const sizes = `${largest.size.toLocaleString('en')} clients and families`;
  const base = smallest.size.toLocaleString('en');
  const grown = (what: string, most: number, found: number) => ({
    goal: `${what}, ${store}, ${sizes}: at most ${ratio(most, `with ${base}`)}`,
    found: ratio(found, `with ${base}`),
    isMet: found <= most,
  });
  const stalled = sweep.during / sweep.before;
  return [
    ...latencies
      .filter(({ size }) => size === largest.size)
      .map((latency) => grown(`p99 of ${latency.load}`, 1.3, latency.ratio)),
    grown('resident memory', 1.2, largest.resident / smallest.resident),
    {
      goal: `p99 of a refresh, ${store}, during a sweep of ${sweep.expired.toLocaleString('en')} records: at most ${ratio(2, 'before')}`,
      found: ratio(stalled, 'before'),
      isMet: stalled <= 2,
    },
    {
      goal: `records of one family, ${store}, after ${family.rotations.toLocaleString('en')} rotations: 1`,
      found: String(family.records),
      isMet: family.records === 1,
    },
  ];
}

function warm(subject: SubjectName, beside: SubjectName): Goal {
  return adding(8, { load: 'warm token', subject, beside });
}

function adding(microseconds: number, pair: Pair): Goal {
  return { ...pair, measure: 'difference', bound: 'at most', value: microseconds };
}

function besideStock(load: LoadName, most: { readonly memory: number; readonly sqlite: number }): Goal[] {
  return [
    atMost(most.memory, { load, subject: 'granthouse', beside: 'stock' }),
    atMost(most.sqlite, { load, subject: 'granthouse on sqlite', beside: 'stock on sqlite' }),
  ];
}

function atMost(value: number, pair: Pair): Goal {
  return { ...pair, measure: 'ratio', bound: 'at most', value };
}

const ratio = (value: number, beside: string) => `${value.toFixed(2)} × ${beside}`;
const difference = (value: number, beside: string) => `${value.toFixed(1)} µs over ${beside}`;
