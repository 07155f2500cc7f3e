/** What a scenario's checks come to beside the failures that are expected: an expected one that does not happen is a failure, too. */

export interface Check {
  readonly id: string;
  readonly status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'SKIPPED' | 'INFO';
  readonly errorMessage?: string;
}

export interface Outcome {
  readonly scenario: string;
  readonly checks: readonly Check[];
}

/** Reasons, by `scenario` when all of it may fail, or by `scenario:check`. */
export type ExpectedFailures = Readonly<Record<string, string>>;

export interface Verdict {
  readonly kind: 'passed' | 'failed' | 'expected';
  readonly line: string;
}

/** A warning is a failure: the specification says SHOULD there. So is a scenario in which nothing was found good. */
export function judge({ scenario, checks }: Outcome, expected: ExpectedFailures): Verdict {
  const good = checks.filter(({ status }) => status === 'SUCCESS').length;
  const faults = faultsOf(checks, good);
  const known = Object.keys(expected).filter((key) => key === scenario || key.startsWith(`${scenario}:`));
  const happened = (key: string) => faults.some(({ id }) => key === scenario || key === `${scenario}:${id}`);
  const stale = known.filter((key) => !happened(key)).map((key) => `${key} was expected to fail and did not`);
  const surprises = faults
    .filter(({ id }) => !known.includes(scenario) && !known.includes(`${scenario}:${id}`))
    .map(({ id, words }) => `${id}: ${words}`);
  const wrong = [...surprises, ...stale];
  if (wrong.length > 0) return { kind: 'failed', line: [`✗ ${scenario}`, ...wrong].join('\n      ') };
  if (known.length === 0) return { kind: 'passed', line: `✓ ${scenario} (${good})` };
  const reasons = [...new Set(known.map((key) => expected[key]))].join('; ');
  return { kind: 'expected', line: `~ ${scenario} (${good}, and ${faults.length} expected to fail: ${reasons})` };
}

/** The expected failures of scenarios that did not run. */
export function neverRun(outcomes: readonly Outcome[], expected: ExpectedFailures): string[] {
  const ran = new Set(outcomes.map(({ scenario }) => scenario));
  return Object.keys(expected).filter((key) => !ran.has(key.split(':')[0]!));
}

function faultsOf(checks: readonly Check[], good: number): Array<{ id: string; words: string }> {
  const faults = checks
    .filter(({ status }) => status === 'FAILURE' || status === 'WARNING')
    .map(({ id, errorMessage = 'no reason given' }) => ({ id, words: errorMessage }));
  return faults.length === 0 && good === 0 ? [{ id: 'nothing', words: 'nothing was found good' }] : faults;
}
