/** Runs one of the workspace's programs from its sources: installs what is missing and finds a Node that is new enough first. */
import { ensureInstalled } from './install.mjs';
import { findRuntime, sourceFlags } from './node.mjs';
import { environmentOf, exitCodeOfServer, run } from './run.mjs';

/** Resolves to the program's exit code; a stop by a signal that was asked for is 0. */
export async function runProgram(file, args) {
  const [node] = await Promise.all([findRuntime(), ensureInstalled()]);
  const program = [...sourceFlags(node.version), file, ...args];
  return exitCodeOfServer(await run(node.path, program, { environment: environmentOf(node.path) }));
}
