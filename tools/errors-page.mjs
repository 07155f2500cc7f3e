/** `npm run errors-page`: writes docs/errors.md from the table of refusals. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup/run.mjs';
import { mainOnSources } from './setup/sources.mjs';

const page = join('docs', 'errors.md');

await mainOnSources('tools/errors-page.mjs', async () => {
  const { errorsPage } = await import('../test/docs/errors-page.ts');
  writeFileSync(join(root, page), errorsPage());
  console.log(`${page} is written`);
  return 0;
});
