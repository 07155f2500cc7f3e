/** The MongoDB server of the tests: mongo-java-server, which Maven fetches and Java runs; no package brings MongoDB's own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root, run } from './run.mjs';
import { SetupError } from './setup-error.mjs';

const source = join(root, 'test/support/mongo-server');
const jars = join(root, '.mongo-server');
const isWindows = process.platform === 'win32';

/** What is missing on this machine to run it, or undefined. */
export async function missingForMongodb() {
  if (!(await runs('javac', ['-version']))) return 'there is no Java development kit';
  if (!(await runs('mvn', ['--version']))) return 'there is no Maven';
  return undefined;
}

async function runs(command, args) {
  try {
    return (await run(command, args, { captured: true, shell: isWindows })).code === 0;
  } catch {
    return false;
  }
}

/**
 * Starts it on a free port of 127.0.0.1, with nothing in it; what it holds lives as long as it does. It ends with the
 * process that started it, however that ends.
 */
export async function startMongodb() {
  const fetched = await run(
    'mvn',
    ['-B', '-q', '-f', source, `-DoutputDirectory=${jars}`, 'dependency:copy-dependencies'],
    {
      captured: true,
      shell: isWindows,
    },
  );
  if (fetched.code !== 0)
    throw new SetupError(fetched.output, 'Maven could not fetch the MongoDB server of the tests.');
  const server = spawn(
    'java',
    ['-Dslf4j.internal.verbosity=ERROR', '-cp', join(jars, '*'), join(source, 'MongoServerMain.java')],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const ended = once(server, 'exit');
  const uri = await Promise.race([firstLine(server.stdout), ended.then(() => undefined)]);
  if (uri === undefined) throw new SetupError('The MongoDB server of the tests did not start.', 'Its reason is above.');
  return {
    uri,
    name: `${nameOfServer()}, which keeps everything in memory`,
    ended,
    async stop() {
      server.stdin.end();
      await ended;
    },
  };
}

async function firstLine(stream) {
  for await (const line of createInterface({ input: stream })) return line;
  return undefined;
}

/** Such as mongo-java-server 1.47.0. */
function nameOfServer() {
  const names = readdirSync(jars).map((file) => /^(mongo-java-server)-([\d.]+)\.jar$/u.exec(file));
  const [, name, version] = names.find(Boolean);
  return `${name} ${version}`;
}
