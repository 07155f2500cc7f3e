/** A jest reporter that says, right before the closing summary, what was skipped and why, which checks failed, and the whole time. */

const skippedStates = new Set(['pending', 'skipped', 'todo', 'disabled']);

/**
 * A test that can't run everywhere carries its reason in its title, behind `skipped:` (test/support/run-where.ts writes it).
 * A skip without a reason fails the run: it is forgotten work.
 */
export function skippedTests(testResults) {
  return testResults.flatMap((file) =>
    file.testResults
      .filter((test) => skippedStates.has(test.status))
      .map((test) => ({
        title: test.fullName,
        reason: /\(skipped: (?<reason>.+?)\)/u.exec(test.fullName)?.groups.reason,
      })),
  );
}

export default class ClosingWords {
  #selectsByName;
  #forgotten = [];

  constructor(globalConfig) {
    // `-t` leaves all other tests out; those are not skipped for a reason of their own.
    this.#selectsByName = Boolean(globalConfig.testNamePattern);
  }

  onRunComplete(_contexts, results) {
    const skipped = this.#selectsByName ? [] : skippedTests(results.testResults);
    this.#forgotten = skipped.filter((test) => !test.reason);
    process.stderr.write(`\n${[...skippedWords(skipped), ...runWords(process.env)].join('\n')}\n`);
  }

  getLastError() {
    if (this.#forgotten.length > 0) return new Error('a skipped test gives no reason (see above)');
    return undefined;
  }
}

/** A group of many is one line. */
function skippedWords(skipped) {
  if (skipped.length === 0) return ['Nothing was skipped.'];
  const groups = Map.groupBy(skipped, ({ title, reason }) => (reason ? title.split(' (skipped: ')[0] + reason : title));
  const lines = [...groups.values()].flatMap((tests) => {
    if (tests.length < 5) return tests.map(skippedLine);
    const group = tests[0].title.split(' (skipped: ')[0];
    return [`  ${group}, ${tests.length} tests: ${tests[0].reason}`];
  });
  return ['Skipped:', ...lines];
}

function skippedLine({ title, reason }) {
  return `  ${title.replace(/ ?\(skipped: .+?\)/u, '')}: ${reason ?? 'NO REASON GIVEN (see CONTRIBUTING.md)'}`;
}

function runWords({ GRANTHOUSE_TEST_STARTED: started, GRANTHOUSE_FAILED_CHECKS: failed }) {
  if (!started) return [];
  return [
    failed ? `Checks that failed (their faults are above): ${failed}` : 'Types, lint and format are in order.',
    `Whole time: ${((Date.now() - Number(started)) / 1000).toFixed(1)} s`,
  ];
}
