/** `npm run hosts-page`: writes what is made of the profiles of hosts: docs/hosts.md, and the data that servers recognise hosts by. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { binOf } from './setup/bin.mjs';
import { exitCodeOf, root, run } from './setup/run.mjs';
import { mainOnSources } from './setup/sources.mjs';

const page = join('docs', 'hosts.md');
const data = join('packages', 'host-profiles', 'src', 'known-hosts.ts');

await mainOnSources('tools/hosts-page.mjs', async () => {
  const [{ hostProfiles }, { knownHostsModule }, { hostsPage }] = await Promise.all([
    import('@granthouse/host-profiles'),
    import('../test/host-profiles/known-hosts.ts'),
    import('../test/hosts/page.ts'),
  ]);
  writeFileSync(join(root, page), hostsPage(hostProfiles()));
  writeFileSync(join(root, data), knownHostsModule(hostProfiles()));
  const formatted = exitCodeOf(await run(process.execPath, [binOf('oxfmt'), data]));
  if (formatted === 0) console.log(`${page} and ${data} are written`);
  return formatted;
});
