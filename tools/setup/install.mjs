/** Brings node_modules in step with the lockfile through the pinned pnpm, and does nothing at all when it is. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runNpm } from './run.mjs';
import { SetupError } from './setup-error.mjs';

const stampFile = join('node_modules', '.granthouse-stamp');

/** Installs when something that decides about node_modules has changed since the last whole installation. */
export async function ensureInstalled() {
  const wanted = fingerprint(root);
  const stamp = join(root, stampFile);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  // From here until the end node_modules may be half of the old and half of the new.
  rmSync(stamp, { force: true });
  await install();
  writeFileSync(stamp, wanted);
}

/** A hash over everything that decides what node_modules holds, the platform included (its binaries differ). */
export function fingerprint(folder) {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`);
  for (const file of decidingFiles(folder)) hash.update(`\0${file}\0`).update(readFileSync(join(folder, file)));
  return hash.digest('hex');
}

function decidingFiles(folder) {
  const packages = ['packages', 'examples'].flatMap((room) => {
    const path = join(folder, room);
    const names = existsSync(path) ? readdirSync(path).toSorted() : [];
    return names.map((name) => `${room}/${name}/package.json`).filter((file) => existsSync(join(folder, file)));
  });
  return ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...packages];
}

async function install() {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  console.log(`Installing the dependencies with ${packageManager} (needs the network this once) …`);
  const patience = ['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
  const ended = await runNpm('npx', ['--yes', ...patience, packageManager, 'install', '--frozen-lockfile']);
  if (ended.stopped) throw new SetupError('Stopped.', 'Run the same command again to go on.', 130);
  if (ended.code === 0) return console.log(`Installed in ${ended.seconds.toFixed(0)} s.`);
  throw new SetupError(
    `The installation failed; ${packageManager} says why above.`,
    `If the registry did not answer (try: npm ping), check the network or proxy and run the same command again. If the lockfile is out of date: npx ${packageManager} install`,
  );
}
