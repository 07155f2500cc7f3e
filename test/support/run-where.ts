/** Tests that can't run everywhere: their title carries the reason, which the end of a run prints. */
import { describe } from '@jest/globals';

/** `describe` where the condition holds, otherwise a skip that says what was missing. */
export function describeWhere(condition: boolean, missing: string): (title: string, tests: () => void) => void {
  return (title, tests) => {
    if (condition) describe(title, tests);
    else describe.skip(`${title} (skipped: ${missing})`, tests);
  };
}
