/** The steps of `.ci/run`: every one is tried, and the number of those that passed and failed closes the output. */
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { binOf } from './setup/bin.mjs';
import { missingForMongodb, startMongodb } from './setup/mongodb.mjs';
import { findOldestNode, findRuntime, sourceFlags } from './setup/node.mjs';
import { environmentOf, root, run, runNpm } from './setup/run.mjs';
import { main, SetupError } from './setup/setup-error.mjs';

const packed = 'node_modules/.cache/packed';
const typesFlags = ['--profile', 'esm-only', '--no-emoji', '--format', 'ascii'];

/** In order; a step gives how its program ended, or the reason why it can't be done here. Later checks are added as lines. */
const steps = [
  { name: 'a MongoDB server for the tests', take: mongodbServer },
  { name: 'npm test on the clean checkout', take: npmTest },
  { name: 'property tests in full', take: propertyTestsInFull },
  { name: 'build into empty folders', take: build },
  { name: 'pack as published', take: pack },
  ...publicPackages().flatMap(({ name, tarball }) => [
    { name: `publint: ${name}`, take: () => runBin('publint', ['run', tarball, '--strict']) },
    {
      name: `are the types right: ${name}`,
      take: () => runBin('@arethetypeswrong/cli', [tarball, ...typesFlags], 'attw'),
    },
  ]),
  { name: 'knip: nothing unused, nothing undeclared', take: () => runBin('knip') },
  { name: 'the libraries on Node 20', take: librariesOnNode20 },
  { name: 'the steps of the container', take: containerSteps },
  { name: 'official conformance, authorization mode', take: () => conformance('authorization-server') },
  { name: 'official conformance, server mode', take: () => conformance('server') },
];

let mongodb;

await main(async () => {
  const results = [];
  for (const step of steps) {
    console.log(`\n── ${step.name}`);
    const ended = await step.take();
    if (ended.stopped) return 130;
    results.push(ended);
    console.log(`── ${step.name}: ${wordFor(ended)}`);
  }
  const failed = steps.filter((_, index) => isFailure(results[index]));
  const skipped = results.filter((ended) => ended.skipped).length;
  for (const { name } of failed) console.log(`failed: ${name}`);
  console.log(
    `\n${steps.length - failed.length - skipped} passed, ${failed.length} failed${skipped ? `, ${skipped} skipped` : ''}`,
  );
  return failed.length > 0 ? 1 : 0;
});

function isFailure({ code, skipped }) {
  return !skipped && code !== 0;
}

function wordFor(ended) {
  if (ended.skipped) return `skipped, ${ended.skipped}`;
  return `${ended.code === 0 ? 'passed' : 'FAILED'} (${ended.seconds.toFixed(1)} s)`;
}

async function runBin(packageName, args = [], command = packageName) {
  const node = await findRuntime();
  return run(node.path, [binOf(packageName, command), ...args], { environment: environmentOf(node.path) });
}

/** Without one the tests on MongoDB are skipped, and say so. */
async function mongodbServer() {
  const started = performance.now();
  if (process.env.MONGODB_URI) {
    console.log('The tests on MongoDB run against the server that MONGODB_URI names.');
    return { code: 0, seconds: 0 };
  }
  const missing = await missingForMongodb();
  if (missing) return { skipped: missing };
  try {
    mongodb = await startMongodb();
    console.log(`The tests on MongoDB run against ${mongodb.name}.`);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
  }
  return { code: mongodb ? 0 : 1, seconds: (performance.now() - started) / 1000 };
}

async function npmTest() {
  const environment = mongodb ? { ...process.env, MONGODB_URI: mongodb.uri } : process.env;
  try {
    return await runNpm('npm', ['test'], { environment });
  } finally {
    await mongodb?.stop();
  }
}

async function propertyTestsInFull() {
  const node = await findRuntime();
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const environment = environmentOf(node.path, { PROPERTY_RUNS: 'full' });
  const tests = ['--findRelatedTests', 'test/support/property-runs.ts'];
  return run(node.path, [...flags, binOf('jest'), ...tests], { environment });
}

async function conformance(mode) {
  const node = await findRuntime();
  const program = [...sourceFlags(node.version), `test/conformance/${mode}.ts`];
  return run(node.path, program, { environment: environmentOf(node.path) });
}

async function containerSteps() {
  if (process.platform === 'win32') return { skipped: 'a container’s steps are those of a Unix shell' };
  const node = await findRuntime();
  return run(node.path, ['tools/container-steps.mjs'], { environment: environmentOf(node.path) });
}

async function build() {
  for (const { folder } of publicPackages()) rmSync(join(root, folder, 'dist'), { recursive: true, force: true });
  return runBin('typescript', ['-b', '--force'], 'tsc');
}

/** With pnpm, as for a release: it adds the license and writes the versions of the catalog. */
function pack() {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  rmSync(join(root, packed), { recursive: true, force: true });
  mkdirSync(join(root, packed), { recursive: true });
  const filters = publicPackages().map(({ name }) => `--filter=${name}`);
  return runNpm('npx', [
    '--yes',
    packageManager,
    '--silent',
    ...filters,
    'pack',
    '--pack-destination',
    join(root, packed),
  ]);
}

async function librariesOnNode20() {
  const oldest = await findOldestNode();
  if (!oldest) return { skipped: 'npm has no Node 20 for this platform' };
  return run(oldest.path, ['tools/libraries-on-node-20.mjs'], { environment: environmentOf(oldest.path) });
}

function publicPackages() {
  return readdirSync(join(root, 'packages')).flatMap((room) => {
    const folder = `packages/${room}`;
    const { name, version, private: isPrivate } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const tarball = join(packed, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
    return isPrivate ? [] : [{ name, folder, tarball }];
  });
}
