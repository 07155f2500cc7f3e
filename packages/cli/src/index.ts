/** The `granthouse` command as a function, for programs that embed it. */
export { run } from './run.ts';
export type { Terminal } from './terminal.ts';
