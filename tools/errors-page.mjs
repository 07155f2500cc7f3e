/** `npm run errors-page`: writes docs/errors.md from the table of refusals. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './setup/install.mjs';
import { findRuntime, sourceFlags } from './setup/node.mjs';
import { exitCodeOf, root, run } from './setup/run.mjs';
import { main } from './setup/setup-error.mjs';

const page = join('docs', 'errors.md');

await main(async () => {
  const [node] = await Promise.all([findRuntime(), ensureInstalled()]);
  // The table is TypeScript: a Node that strips types runs this file again.
  if (!process.execArgv.some((flag) => flag.startsWith('--conditions'))) {
    return exitCodeOf(await run(node.path, [...sourceFlags(node.version), 'tools/errors-page.mjs']));
  }
  const { errorsPage } = await import('../test/docs/errors-page.ts');
  writeFileSync(join(root, page), errorsPage());
  console.log(`${page} is written`);
  return 0;
});
