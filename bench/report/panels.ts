/** What the chart shows: each panel compares one figure, with a line where the goal or the equal stands. */
import { durableContestants, durableLoads } from '../durable.ts';
import type { Growth } from '../growth/growth.ts';
import type { GeneratorName } from '../openapi/generators.ts';
import { isPlanned } from '../openapi/planning.ts';
import type { OpenApi } from '../openapi/openapi.ts';
import type { Results } from '../results.ts';
import type { Judging } from '../judging/judging.ts';
import { calls, documents, grants, refusals } from '../sections.ts';
import type { SubjectName } from '../subjects.ts';
import type { Figures } from './figures.ts';

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Of this project, or of another. */
  readonly isOurs: boolean;
}

export interface Panel {
  readonly title: string;
  readonly axis: string;
  readonly bars: readonly Bar[];
  /** Where a line is drawn, and what it says. */
  readonly lines: readonly { readonly at: number; readonly label: string }[];
  readonly unit: string;
}

export function panelsOf({ results, judgings, rates, growths, openApis }: Figures): Panel[] {
  const ofGuards = [guardPanel(results), rejectPanel(results), ...judgings.map(judgingPanel)];
  const ofServers = [documentsPanel(results), tokensPanel(results), durablePanel(rates), ...growths.map(growthPanel)];
  return [...ofGuards, ...ofServers, ...openApis.flatMap(openApiPanels)].filter(({ bars }) => bars.length > 0);
}

function guardPanel(results: Results): Panel {
  const guards = [
    ['granthouse on node', 'node'],
    ['granthouse on koa', 'koa'],
    ['granthouse on express', 'express'],
    ['granthouse on fastify', 'fastify'],
    ['granthouse on hono', 'hono'],
    ['sdk 1.x on express', 'express'],
    ['sdk 2.x on express', 'express'],
    ['mcp-auth on express', 'express'],
    ['express-oauth2-jwt-bearer', 'express'],
  ] as const;
  const bars = calls.flatMap((load) =>
    guards.flatMap(([subject, beside]) =>
      barOf(results.compare({ load, subject, beside })?.difference, `${load}: ${subject}`, subject),
    ),
  );
  return {
    title: 'A guarded call: what the guard adds',
    axis: 'µs of CPU per call over the bare framework',
    bars,
    lines: [],
    unit: ' µs',
  };
}

function rejectPanel(results: Results): Panel {
  const guards = [
    'granthouse on express',
    'sdk 1.x on express',
    'mcp-auth on express',
    'express-oauth2-jwt-bearer',
  ] as const;
  const bars = refusals.flatMap((load) =>
    guards.flatMap((subject) =>
      barOf(
        results.compare({ load, subject, beside: 'express, refusing' })?.difference,
        `${load}: ${subject}`,
        subject,
      ),
    ),
  );
  return {
    title: 'A refused call: what the judgement adds',
    axis: 'µs of CPU per call over an express that refuses everything',
    bars,
    lines: [],
    unit: ' µs',
  };
}

function judgingPanel({ firstSights }: Judging): Panel {
  return {
    title: 'A token never seen before',
    axis: 'CPU, as a multiple of jose’s jwtVerify with the key at hand',
    bars: firstSights.map(({ alg, ratio }) => ({ label: `${alg}: granthouse`, value: ratio, isOurs: true })),
    lines: [{ at: 1, label: 'jose' }],
    unit: ' ×',
  };
}

function documentsPanel(results: Results): Panel {
  const bars = documents.flatMap((load) =>
    (['granthouse', 'stock', 'sdk 1.x router'] as const).flatMap((subject) =>
      barOf(results.compare({ load, subject, beside: 'koa' })?.ratio, `${load}: ${subject}`, subject),
    ),
  );
  return {
    title: 'Documents',
    axis: 'CPU per request, as a multiple of a bare koa JSON route',
    bars,
    lines: [{ at: 1.3, label: 'goal 1.3' }],
    unit: ' ×',
  };
}

function tokensPanel(results: Results): Panel {
  const pairs = [
    ['granthouse', 'stock', 'in memory'],
    ['granthouse on sqlite', 'stock on sqlite', 'SQLite'],
  ] as const;
  const bars = grants.flatMap((load) =>
    pairs.flatMap(([subject, beside, store]) =>
      barOf(results.compare({ load, subject, beside })?.ratio, `${load}, ${store}`, subject),
    ),
  );
  return {
    title: 'Registration and tokens',
    axis: 'CPU per request, as a multiple of stock oidc-provider on the same store',
    bars,
    lines: [{ at: 1, label: 'stock' }],
    unit: ' ×',
  };
}

function durablePanel(rates: Results): Panel {
  const bars = durableLoads.flatMap((load) =>
    durableContestants.flatMap((contestant) => {
      if (!('beside' in contestant)) return [];
      const { subject, beside } = contestant;
      return barOf(rates.compare({ load, subject, beside })?.ratio, `${load}: ${subject}`, subject);
    }),
  );
  return {
    title: 'Durable: writes that share a commit',
    axis: 'requests per second, as a multiple of the same server with a commit for every write',
    bars,
    lines: [{ at: 1.8, label: 'goal 1.8' }],
    unit: ' ×',
  };
}

function growthPanel({ store, latencies }: Growth): Panel {
  const smallest = Math.min(...latencies.map(({ size }) => size));
  const grown = latencies.filter(({ size }) => size !== smallest);
  return {
    title: `Growth on ${store}`,
    axis: `p99 of the latency, as a multiple of that with ${smallest.toLocaleString('en')} clients and families`,
    bars: grown.map(({ load, size, ratio }) => ({
      label: `${load}, ${size.toLocaleString('en')}`,
      value: ratio,
      isOurs: true,
    })),
    lines: [{ at: 1.3, label: 'goal 1.3' }],
    unit: ' ×',
  };
}

function openApiPanels({ plannings, callings }: OpenApi): Panel[] {
  const largest = plannings.at(-1)?.document;
  const bars = plannings.flatMap(({ document, generator, found }) =>
    document === largest && isPlanned(found) ? barOf(found.bytes / 1e6, generator, generator) : [],
  );
  return [
    {
      title: `Tools of an OpenAPI document: ${largest}`,
      axis: 'megabytes of the list that a host reads; what each generator loses is in the table',
      bars,
      lines: [],
      unit: ' MB',
    },
    {
      title: 'A call of a tool',
      axis: 'CPU, as a multiple of the same request by fetch alone',
      bars: callings.flatMap(({ request, ratio }) => barOf(ratio, request, 'granthouse')),
      lines: [{ at: 1.3, label: 'goal 1.3' }],
      unit: ' ×',
    },
  ];
}

function barOf(value: number | undefined, label: string, subject: SubjectName | GeneratorName): Bar[] {
  return value === undefined ? [] : [{ label, value, isOurs: subject.startsWith('granthouse') }];
}
