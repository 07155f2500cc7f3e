/** What examples/deploy/Dockerfile does, without a container: its build steps in a clean copy, then the server as its entry point starts it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { exitCodeOf, root, run } from './setup/run.mjs';
import { main, SetupError } from './setup/setup-error.mjs';

const [buildStage, runStage] = readFileSync(join(root, 'examples/deploy/Dockerfile'), 'utf8').split('\n\n');

await main(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'granthouse-container-'));
  try {
    const image = join(folder, 'granthouse');
    await build({ copy: join(folder, 'workspace'), image });
    await serve({ folder, image });
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

async function build({ copy, image }) {
  await must('git', ['clone', '--quiet', '--depth', '1', `file://${root}`, copy]);
  for (const [, step] of buildStage.matchAll(/^RUN (.+)$/gmu)) {
    console.log(`RUN ${step}`);
    await must('sh', ['-c', `cd '${copy}' && ${step.replace('/granthouse', `'${image}'`)}`]);
  }
}

async function must(command, args) {
  const ended = await run(command, args, { captured: true });
  if (exitCodeOf(ended) !== 0) throw new SetupError(ended.output, `mend examples/deploy/Dockerfile: ${args.at(-1)}`);
}

/** Starts, asks the health check, and stops as a container is stopped. */
async function serve({ folder, image }) {
  const configuration = join(folder, 'granthouse.json');
  const example = JSON.parse(readFileSync(join(root, 'examples/snippets/granthouse.json'), 'utf8'));
  writeFileSync(join(folder, 'granthouse.secret'), 'a secret for this run, long enough to be taken');
  writeFileSync(configuration, JSON.stringify({ ...example, port: 0 }));
  const [program] = wordsOf('ENTRYPOINT').slice(1);
  const entry = program.replace('/granthouse', image);
  const server = spawn(process.execPath, [entry, 'serve', '--config', configuration], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(server, 'exit');
  try {
    const port = await portOf(server);
    const check = wordsOf('HEALTHCHECK CMD').map((word) => word.replace(':9400', `:${port}`));
    await must(process.execPath, check.slice(1));
    server.kill('SIGTERM');
    assert.deepEqual(await ended, [0, null]);
    console.log('the server is healthy, and stops when it is told to');
  } finally {
    server.kill('SIGKILL');
  }
}

function wordsOf(instruction) {
  const [, words] = new RegExp(`^${instruction} (\\[.+\\])$`, 'mu').exec(runStage);
  return JSON.parse(words);
}

async function portOf(server) {
  for await (const line of createInterface({ input: server.stdout })) {
    const port = /on port (\d+)/u.exec(line)?.[1];
    if (port) return port;
  }
  throw new Error('the server ended before it listened');
}
