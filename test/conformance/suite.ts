/** The official suite's command, on this Node: nothing that it starts outlives the program, and the program ends in time. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const command = join(import.meta.dirname, '../../node_modules/@modelcontextprotocol/conformance/dist/index.js');
const running = new Set<ChildProcess>();

/** The suite as a process whose output can be read. */
export function startSuite(args: readonly string[]): ChildProcess {
  const suite = spawn(process.execPath, [command, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  running.add(suite);
  suite.once('exit', () => running.delete(suite));
  return suite;
}

/** Ends this program after the given milliseconds at the latest, and at once when it is told to stop. */
export function endInTime(limit: number): void {
  process.once('exit', () => {
    for (const suite of running) suite.kill();
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
  const late = () => {
    process.stderr.write(`not finished after ${limit / 1000} s\n`);
    process.exit(1);
  };
  setTimeout(late, limit).unref();
}
