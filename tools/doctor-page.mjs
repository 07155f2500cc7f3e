/** `npm run doctor-page`: writes docs/doctor.md from the checks of the doctor. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { binOf } from './setup/bin.mjs';
import { exitCodeOf, root, run } from './setup/run.mjs';
import { mainOnSources } from './setup/sources.mjs';

const page = join('docs', 'doctor.md');

await mainOnSources('tools/doctor-page.mjs', async () => {
  const { doctorPage } = await import('../test/docs/doctor-page.ts');
  writeFileSync(join(root, page), doctorPage());
  const formatted = exitCodeOf(await run(process.execPath, [binOf('oxfmt'), page]));
  if (formatted === 0) console.log(`${page} is written`);
  return formatted;
});
