/** One run of the suite's server mode: the scenarios that a revision of MCP requires, and what came of each check. */
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { startSuite } from './suite.ts';
import type { Outcome } from './verdict.ts';

export type Revision = '2025-11-25' | '2026-07-28';

const results = join(import.meta.dirname, '../../node_modules/.cache/conformance');

export interface RequirementRun {
  /** In the order of the run. */
  readonly outcomes: readonly Outcome[];
  /** The suite's own judgement of the required scenarios. */
  readonly code: number | null;
}

/** Runs a whole set against a server. Throws when the suite leaves out a scenario that it announced. */
export async function runRequirementSet(url: string, revision: Revision): Promise<RequirementRun> {
  rmSync(results, { recursive: true, force: true });
  const suite = startSuite(['server', '--url', url, '--requirements', revision, '--output-dir', results]);
  if (!suite.stdout) throw new Error('the suite has no output');
  const [output, [code]] = await Promise.all([text(suite.stdout), once(suite, 'exit') as Promise<[number | null]>]);
  const announced = Number(/\((\d+) scenarios\)/.exec(output)?.[1]);
  const outcomes = existsSync(results) ? readOutcomes() : [];
  if (outcomes.length !== announced) throw new Error(`${outcomes.length} of ${announced} scenarios ran:\n${output}`);
  return { outcomes, code };
}

/** The suite writes a folder for each scenario, named by it and the time; without checks when it crashed. */
function readOutcomes(): Outcome[] {
  return readdirSync(results)
    .flatMap((folder) => {
      const [, scenario, time] = /^server-(.+?)-(\d{4}-\d\d-\d\dT[\d-]+Z)$/.exec(folder) ?? [];
      return scenario === undefined || time === undefined ? [] : [{ folder, scenario, time }];
    })
    .toSorted((one, other) => one.time.localeCompare(other.time))
    .map(({ folder, scenario }) => {
      const file = join(results, folder, 'checks.json');
      return { scenario, checks: existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [] };
    });
}
