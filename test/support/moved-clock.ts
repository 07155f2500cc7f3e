/** One clock for a test file and the programs that it starts: it goes on by itself, and a test puts it ahead. */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { moveDate } from './moved-date.ts';
import type { Launch } from './program.ts';
import { root } from './source-files.ts';

export interface MovedClock {
  /** Milliseconds, for everybody at once. */
  advance(milliseconds: number): void;
  /** A clock that leaves with this one, and is never put ahead. */
  leftBehind(): () => number;
  /** Of a program that is to have this clock. */
  readonly launch: Required<Pick<Launch, 'flags' | 'environment'>>;
  /** Puts the date back. */
  stop(): void;
}

export function startMovedClock(): MovedClock {
  const folder = mkdtempSync(join(tmpdir(), 'granthouse-clock-'));
  const file = join(folder, 'ahead');
  const realNow = Date.now;
  let ahead = 0;
  /** At once: a program that reads it half would go back. */
  const write = () => {
    writeFileSync(`${file}.next`, String(ahead));
    renameSync(`${file}.next`, file);
  };
  write();
  const putBack = moveDate(() => ahead);
  return {
    advance(milliseconds) {
      ahead += milliseconds;
      write();
    },
    leftBehind() {
      const then = ahead;
      return () => realNow() + then;
    },
    launch: {
      flags: ['--import', join(root, 'test/support/moved-clock-process.ts')],
      environment: { MOVED_CLOCK: file },
    },
    stop() {
      putBack();
      rmSync(folder, { recursive: true });
    },
  };
}
