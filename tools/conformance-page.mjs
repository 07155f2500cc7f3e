/** `npm run conformance-page`: writes docs/conformance.md from the manifest of requirements and the titles of the tests. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup/run.mjs';
import { mainOnSources } from './setup/sources.mjs';

const page = join('docs', 'conformance.md');

await mainOnSources('tools/conformance-page.mjs', async () => {
  const [{ citations }, { standards }, { conformancePage }] = await Promise.all([
    import('../test/requirements/citations.ts'),
    import('../test/requirements/manifest.ts'),
    import('../test/requirements/page.ts'),
  ]);
  writeFileSync(join(root, page), conformancePage(standards, citations()));
  console.log(`${page} is written`);
  return 0;
});
