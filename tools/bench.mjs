/** `npm run bench`: what a request costs, beside the peers, measured on the packages as they are built for publishing. */
import { binOf } from './setup/bin.mjs';
import { ensureInstalled } from './setup/install.mjs';
import { findRuntime, sourceFlags } from './setup/node.mjs';
import { environmentOf, exitCodeOf, run } from './setup/run.mjs';
import { main } from './setup/setup-error.mjs';

await main(async (args) => {
  const [node] = await Promise.all([findRuntime(), ensureInstalled()]);
  const environment = environmentOf(node.path, { NODE_ENV: 'production' });
  const runBin = (...program) => run(node.path, program, { environment });
  const built = await runBin(binOf('typescript', 'tsc'), '-b');
  if (built.code !== 0) return exitCodeOf(built);
  // Without the condition that leads to the sources: their types are stripped at each start, and nobody installs them.
  const flags = sourceFlags(node.version).filter((flag) => !flag.startsWith('--conditions'));
  const measured = await runBin(...flags, 'bench/main.ts', ...args);
  if (args.includes('--write')) await runBin(binOf('oxfmt'), 'docs/performance.md');
  return exitCodeOf(measured);
});
