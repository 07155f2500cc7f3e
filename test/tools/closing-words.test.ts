/** What the end of a test run says about skipped tests: each with its reason, and a failure where there is none. */
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { root } from '../support/source-files.ts';

interface Reporter {
  onRunComplete(contexts: unknown, results: unknown): void;
  getLastError(): Error | undefined;
}
type ReporterClass = new (globalConfig: { testNamePattern?: string }) => Reporter;

const { default: ClosingWords } = (await import(join(root, 'tools', 'closing-words.mjs'))) as {
  default: ReporterClass;
};

function wordsAbout(fullName: string | readonly string[], globalConfig = {}) {
  const reporter = new ClosingWords(globalConfig);
  const written = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const testResults = [fullName].flat().map((name) => ({ status: 'pending', fullName: name }));
  reporter.onRunComplete([], { testResults: [{ testResults }] });
  const words = String(written.mock.calls[0]?.[0]);
  written.mockRestore();
  return { words, fault: reporter.getLastError()?.message };
}

describe('the closing words of a test run', () => {
  it('say why a test was skipped', () => {
    const { words, fault } = wordsAbout('pages (skipped: no chromium here) look like this');
    expect(words).toContain('Skipped:\n  pages look like this: no chromium here');
    expect(fault).toBeUndefined();
  });

  it('say so once for a group of many', () => {
    const names = Array.from({ length: 5 }, (_, index) => `pages (skipped: no chromium here) look like ${index}`);
    expect(wordsAbout(names).words).toContain('Skipped:\n  pages, 5 tests: no chromium here\n');
  });

  it('fail the run when a skipped test gives no reason', () => {
    const { words, fault } = wordsAbout('pages look like this');
    expect(words).toContain('pages look like this');
    expect(fault).toContain('no reason');
  });

  it('say nothing about tests that a name pattern left out', () => {
    const { words, fault } = wordsAbout('pages look like this', { testNamePattern: 'other' });
    expect(words).toContain('Nothing was skipped.');
    expect(fault).toBeUndefined();
  });
});
