/** Finds the Node that runs the project: the running one when it is new enough, otherwise one that npm brings once. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { root, run, runNpm } from './run.mjs';
import { SetupError } from './setup-error.mjs';

const platform = `${process.platform}-${process.arch}`;

/** Whether the demo and the tests run on this version: 22.13 and 23.4 are the first with `node:sqlite` without a flag. */
export function isNewEnough(version) {
  const [major, minor] = numbersOf(version);
  return major >= 24 || (major === 23 && minor >= 4) || (major === 22 && minor >= 13);
}

/** The flags that run our TypeScript sources as they are, without a build. */
export function sourceFlags(version) {
  const [major, minor] = numbersOf(version);
  const stripsByItself = major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
  const flags = ['--conditions=@granthouse/source', '--disable-warning=ExperimentalWarning'];
  return stripsByItself ? flags : [...flags, '--experimental-strip-types'];
}

/** The Node for the demo and the tests: path of the program and its version without the leading v. */
export async function findRuntime() {
  if (isNewEnough(process.versions.node)) return { path: process.execPath, version: process.versions.node };
  return fetchOnce('runtime');
}

/** A Node 20 that the libraries must still run on, or undefined when npm has none for this platform. */
export async function findOldestNode() {
  const [major, minor] = numbersOf(process.versions.node);
  if (major === 20 && minor >= 19) return { path: process.execPath, version: process.versions.node };
  return packageFor('oldest') && fetchOnce('oldest');
}

function numbersOf(version) {
  return version.split('.').map(Number);
}

function packageFor(kind) {
  return JSON.parse(readFileSync(new URL('node-packages.json', import.meta.url), 'utf8'))[kind][platform];
}

async function fetchOnce(kind) {
  const wanted = packageFor(kind);
  if (!wanted) {
    throw new SetupError(
      `Node ${process.versions.node} is too old to run this, and npm has no newer one for ${platform}.`,
      'Install Node 24 (nodejs.org, or the packages of your system) and run the same command again.',
    );
  }
  const folder = join(root, '.node', `${wanted.package}-${wanted.version}`);
  if (!existsSync(folder)) await fetchInto(folder, wanted);
  return { path: programIn(folder, wanted), version: wanted.version };
}

function programIn(folder, wanted) {
  return join(folder, 'node_modules', wanted.package, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

async function fetchInto(folder, wanted) {
  console.log(
    `Fetching Node ${wanted.version} for this project (once, into .node/; yours is ${process.versions.node}) …`,
  );
  const name = `${wanted.package}-${wanted.version}.part-${process.pid}`;
  const part = join(root, '.node', name);
  await mkdir(part, { recursive: true });
  try {
    await installAlone(`.node/${name}`, wanted);
    await refuseOtherContent(part, wanted);
    await refuseWhatDoesNotRun(programIn(part, wanted), wanted);
    // Only a whole one gets the final name, so a stopped fetch is never taken for a finished one.
    await rename(part, folder).catch((error) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

async function installAlone(prefix, wanted) {
  const quiet = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const patience = ['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
  const what = `${wanted.package}@${wanted.version}`;
  const ended = await runNpm('npm', ['install', '--prefix', prefix, ...quiet, ...patience, what], { captured: true });
  if (ended.stopped) throw new SetupError('Stopped.', 'Run the same command again to go on.', 130);
  if (ended.code === 0) return;
  throw new SetupError(
    `npm could not fetch ${what}:\n${ended.output.trim()}`,
    'Check the network or proxy (this is needed once), or install Node 24 yourself, and run the same command again.',
  );
}

async function refuseOtherContent(part, wanted) {
  const record = JSON.parse(await readFile(join(part, 'node_modules', '.package-lock.json'), 'utf8'));
  const { integrity } = record.packages[`node_modules/${wanted.package}`];
  if (integrity === wanted.integrity) return;
  throw new SetupError(
    `${wanted.package}@${wanted.version} is not the package this project was made with (${integrity}).`,
    'Ask who runs your npm registry or mirror why its content differs, or install Node 24 yourself.',
  );
}

async function refuseWhatDoesNotRun(program, wanted) {
  const ended = await run(program, ['--version'], { captured: true }).catch((error) => ({ output: error.message }));
  if (ended.output.trim() === `v${wanted.version}`) return;
  throw new SetupError(
    `The Node that npm has for ${platform} does not run on this machine: ${ended.output.trim()}`,
    'Install Node 24 from the packages of your system (Alpine: apk add nodejs) and run the same command again.',
  );
}
