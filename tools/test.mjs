/** `npm test`: types, lint and format side by side, then jest, whose closing summary comes last. Arguments go to jest. */
import { binOf } from './setup/bin.mjs';
import { ensureInstalled } from './setup/install.mjs';
import { findRuntime } from './setup/node.mjs';
import { environmentOf, exitCodeOf, run } from './setup/run.mjs';
import { main } from './setup/setup-error.mjs';

const checks = [
  { name: 'types', program: () => binOf('typescript', 'tsc'), args: ['-b'] },
  { name: 'lint', program: () => binOf('oxlint'), args: ['--type-aware', '--deny-warnings'] },
  { name: 'format', program: () => binOf('oxfmt'), args: ['--check'] },
];

await main(async (args) => {
  const [node] = await Promise.all([findRuntime(), ensureInstalled()]);
  const started = Date.now();
  const results = await Promise.all(checks.map((check) => runCheck(check, node)));
  if (results.some((result) => result.stopped)) return 130;

  const failed = results.filter((result) => result.code !== 0).map((result) => result.name);
  const tested = await runJest(node, args, { started, failed });
  return exitCodeOf(tested) || (failed.length > 0 ? 1 : 0);
});

async function runCheck({ name, program, args }, node) {
  const environment = environmentOf(node.path, process.stdout.isTTY ? { FORCE_COLOR: '1' } : {});
  const ended = await run(node.path, [program(), ...args], { captured: true, environment });
  console.log(`${name}: ${ended.code === 0 ? 'in order' : 'faults'} (${ended.seconds.toFixed(1)} s)`);
  if (ended.code !== 0) console.log(ended.output.trimEnd(), '\n');
  return { name, ...ended };
}

function runJest(node, args, { started, failed }) {
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const environment = environmentOf(node.path, {
    GRANTHOUSE_TEST_STARTED: String(started),
    GRANTHOUSE_FAILED_CHECKS: failed.join(', '),
  });
  return run(node.path, [...flags, binOf('jest'), ...args], { environment });
}
