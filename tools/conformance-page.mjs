/** `npm run conformance-page`: writes docs/conformance.md from the manifest of requirements and the titles of the tests. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './setup/install.mjs';
import { findRuntime, sourceFlags } from './setup/node.mjs';
import { exitCodeOf, root, run } from './setup/run.mjs';
import { main } from './setup/setup-error.mjs';

const page = join('docs', 'conformance.md');

await main(async () => {
  const [node] = await Promise.all([findRuntime(), ensureInstalled()]);
  // The manifest is TypeScript: a Node that strips types runs this file again.
  if (!process.execArgv.some((flag) => flag.startsWith('--conditions'))) {
    return exitCodeOf(await run(node.path, [...sourceFlags(node.version), 'tools/conformance-page.mjs']));
  }
  const [{ citations }, { standards }, { conformancePage }] = await Promise.all([
    import('../test/requirements/citations.ts'),
    import('../test/requirements/manifest.ts'),
    import('../test/requirements/page.ts'),
  ]);
  writeFileSync(join(root, page), conformancePage(standards, citations()));
  console.log(`${page} is written`);
  return 0;
});
