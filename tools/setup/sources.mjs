/** For tools that read our TypeScript: a Node that strips types runs them a second time. */
import { ensureInstalled } from './install.mjs';
import { findRuntime, sourceFlags } from './node.mjs';
import { exitCodeOf, run } from './run.mjs';
import { main } from './setup-error.mjs';

const canRead = process.execArgv.some((flag) => flag.startsWith('--conditions'));

/**
 * `tool`: its path from the root of the workspace; `act` gets its arguments, and answers its exit status.
 *
 * @param {string} tool
 * @param {(args: string[]) => Promise<number>} act
 */
export async function mainOnSources(tool, act) {
  await main(async (args) => {
    if (canRead) return act(args);
    const [node] = await Promise.all([findRuntime(), ensureInstalled()]);
    return exitCodeOf(await run(node.path, [...sourceFlags(node.version), tool, ...args]));
  });
}
