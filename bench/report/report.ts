/** What a run found, as the tables and the chart of docs/performance.md. */
import { cpus, totalmem } from 'node:os';
import type { FirstAnswer } from '../first-answer.ts';
import type { FormLatency, Wait } from '../forms.ts';
import { verdictsOf } from '../goals.ts';
import type { Footprint } from '../memory.ts';
import { sections, type SectionName } from '../sections.ts';
import { chartOf } from './chart.ts';
import { costTable } from './cost-table.ts';
import { crashTable } from './crash-table.ts';
import type { Figures } from './figures.ts';
import { floodTable } from './flood-table.ts';
import { growthTables } from './growth-tables.ts';
import { judgingTables } from './judging-tables.ts';
import { callingTable, planningTable } from './openapi-tables.ts';
import { rateTable } from './rate-table.ts';
import { megabytes, table } from './table.ts';

/** A region of the page, by the name in its marks. */
export interface Region {
  readonly name: string;
  readonly text: string;
}

export interface Report {
  readonly regions: readonly Region[];
  readonly chart: string;
  readonly areGoalsMet: boolean;
}

export function reportOf(figures: Figures): Report {
  const { results, judgings, forms, rates, growths, footprints, answers, crashes, floods, openApis } = figures;
  const verdicts = verdictsOf(figures);
  const regions = [
    { name: 'machine', text: machine(figures) },
    {
      name: 'goals',
      text: table(
        ['goal', 'found', ''],
        verdicts.map(({ goal, found, isMet }) => [goal, found, isMet ? 'met' : '**not met**']),
      ),
    },
    ...(Object.keys(sections) as SectionName[]).map((name) => ({ name, text: costTable(name, results) })),
    { name: 'judging', text: judgings.map(judgingTables).join('') },
    { name: 'forms', text: formTable(forms) },
    { name: 'durable', text: rateTable(rates) },
    { name: 'growth', text: growthTables(growths) },
    { name: 'memory', text: memoryTable(footprints) },
    { name: 'start', text: startTable(answers) },
    { name: 'crash', text: crashes.map(crashTable).join('') },
    { name: 'flood', text: floodTable(floods) },
    { name: 'openapi-planning', text: openApis.map(({ plannings }) => planningTable(plannings)).join('') },
    { name: 'openapi-calling', text: openApis.map(({ callings }) => callingTable(callings)).join('') },
  ];
  return {
    regions: regions.filter(({ text }) => text !== ''),
    chart: chartOf(figures),
    areGoalsMet: verdicts.every(({ isMet }) => isMet),
  };
}

function machine({ rounds }: Figures): string {
  const [first] = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  const date = new Date().toISOString().slice(0, 10);
  return `${date}, Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} × ${first?.model.trim() ?? 'unknown CPU'}, ${memory} GiB; medians of ${rounds} interleaved rounds.`;
}

function memoryTable(footprints: readonly Footprint[]): string {
  const rows = footprints.map(({ subject, clients, heap, resident }) => [
    subject,
    clients.toLocaleString('en'),
    megabytes(heap),
    megabytes(resident),
  ]);
  return table(['server', 'clients', 'heap and buffers', 'resident memory'], rows);
}

function formTable(forms: readonly FormLatency[]): string {
  const waited = ({ milliseconds, ratio }: Wait) => `${milliseconds.toFixed(2)} ms, ${ratio.toFixed(2)} ×`;
  const rows = forms.map(({ subject, what, p50, p99 }) => [what, subject, waited(p50), waited(p99)]);
  return table(['address', 'server', 'p50, beside the bare route', 'p99, beside the bare route'], rows);
}

function startTable(answers: readonly FirstAnswer[]): string {
  return table(
    ['server', 'first answer', 'after'],
    answers.map(({ subject, what, milliseconds }) => [subject, what, `${milliseconds.toFixed(0)} ms`]),
  );
}
