/** `npm run hosts-page`: writes what is made of the profiles of hosts: docs/hosts.md, and the data that servers recognise hosts by. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { binOf } from './setup/bin.mjs';
import { ensureInstalled } from './setup/install.mjs';
import { findRuntime, sourceFlags } from './setup/node.mjs';
import { exitCodeOf, root, run } from './setup/run.mjs';
import { main } from './setup/setup-error.mjs';

const page = join('docs', 'hosts.md');
const data = join('packages', 'host-profiles', 'src', 'known-hosts.ts');

await main(async () => {
  const [node] = await Promise.all([findRuntime(), ensureInstalled()]);
  // The profiles are read by TypeScript: a Node that strips types runs this file again.
  if (!process.execArgv.some((flag) => flag.startsWith('--conditions'))) {
    return exitCodeOf(await run(node.path, [...sourceFlags(node.version), 'tools/hosts-page.mjs']));
  }
  const [{ hostProfiles }, { knownHostsModule }, { hostsPage }] = await Promise.all([
    import('@granthouse/host-profiles'),
    import('../test/host-profiles/known-hosts.ts'),
    import('../test/hosts/page.ts'),
  ]);
  writeFileSync(join(root, page), hostsPage(hostProfiles()));
  writeFileSync(join(root, data), knownHostsModule(hostProfiles()));
  const formatted = exitCodeOf(await run(node.path, [binOf('oxfmt'), data]));
  if (formatted === 0) console.log(`${page} and ${data} are written`);
  return formatted;
});
