/** What the figures must reach, each beside another figure of the same run. */
import type { Comparison, Pair, Results } from './results.ts';
import { documents, grants } from './sections.ts';
import type { SubjectName } from './subjects.ts';

interface Goal extends Pair {
  /** `ratio`: times the other's CPU; `difference`: microseconds over it. */
  readonly measure: keyof Comparison;
  readonly most: number;
}

export interface Verdict {
  readonly goal: string;
  readonly found: string;
  readonly isMet: boolean;
}

const goals: readonly Goal[] = [
  warm('granthouse on node', 'node'),
  warm('granthouse on koa', 'koa'),
  warm('granthouse on express', 'express'),
  ...documents.flatMap((load) => [
    atMost(1.3, { load, subject: 'granthouse', beside: 'koa' }),
    atMost(1, { load, subject: 'granthouse', beside: 'stock' }),
  ]),
  ...grants.flatMap((load) => [
    atMost(1.2, { load, subject: 'granthouse', beside: 'stock' }),
    atMost(1.2, { load, subject: 'granthouse on sqlite', beside: 'stock on sqlite' }),
  ]),
];

/** A verdict on each goal whose figures are among the results. */
export function verdictsOf(results: Results): Verdict[] {
  return goals.flatMap((goal) => {
    const found = results.compare(goal)?.[goal.measure];
    if (found === undefined) return [];
    const { load, subject, beside, measure, most } = goal;
    const words = measure === 'ratio' ? ratio : difference;
    return [
      {
        goal: `${load}, ${subject}: at most ${words(most, beside)}`,
        found: words(found, beside),
        isMet: found <= most,
      },
    ];
  });
}

function warm(subject: SubjectName, beside: SubjectName): Goal {
  return { load: 'warm token', subject, beside, measure: 'difference', most: 10 };
}

function atMost(most: number, pair: Pair): Goal {
  return { ...pair, measure: 'ratio', most };
}

const ratio = (value: number, beside: string) => `${value.toFixed(2)} × ${beside}`;
const difference = (value: number, beside: string) => `${value.toFixed(1)} µs over ${beside}`;
