/** A stop signal to what `npm start` started, or to everything it started, ends the server cleanly and leaves nothing behind. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from '@jest/globals';
import { describeWhere } from '../support/run-where.ts';
import { root } from '../support/source-files.ts';

const server = `
  let asked = 0;
  const stop = () => { if (asked++ === 0) setTimeout(() => { console.log('stopped cleanly'); clearInterval(alive); }, 100); };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  const alive = setInterval(() => {}, 1000);
  console.log('pid', process.pid);
`;
const deafServer = "setInterval(() => {}, 1000); console.log('pid', process.pid);";

function start(program: string): ChildProcess {
  const starter = `
    import { exitCodeOfServer, run } from './tools/setup/run.mjs';
    process.exitCode = exitCodeOfServer(await run(process.execPath, ['-e', ${JSON.stringify(program)}]));
  `;
  return spawn(process.execPath, ['--input-type=module', '-e', starter], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function linesOf(starter: ChildProcess) {
  const lines = createInterface({ input: starter.stdout! });
  const [first] = (await once(lines, 'line')) as [string];
  const later: string[] = [];
  lines.on('line', (line: string) => later.push(line));
  return { pid: Number(first.split(' ')[1]), later };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const stops = (['SIGINT', 'SIGTERM'] as const).flatMap((signal) =>
  (['the starter', 'its group'] as const).flatMap((to) => [1, 2].map((times) => ({ signal, to, times }))),
);

const hasGroups = process.platform !== 'win32';

describeWhere(hasGroups, 'Windows has no process groups and no signals')('a server that the setup starts', () => {
  it.each(stops)('ends cleanly on $signal to $to, sent $times times', async ({ signal, to, times }) => {
    const starter = start(server);
    const { pid, later } = await linesOf(starter);
    for (let sent = 0; sent < times; sent += 1) process.kill(to === 'its group' ? -starter.pid! : starter.pid!, signal);
    expect(await once(starter, 'close')).toEqual([0, null]);
    expect(later).toEqual(['stopped cleanly']);
    expect(isAlive(pid)).toBe(false);
  });

  it('is stopped, too, when it does not listen for stops yet', async () => {
    const starter = start(deafServer);
    const { pid } = await linesOf(starter);
    starter.kill('SIGTERM');
    expect(await once(starter, 'close')).toEqual([0, null]);
    expect(isAlive(pid)).toBe(false);
  });

  it.each([
    ['its own number', "console.log('pid', 1); process.exitCode = 3", 3],
    [
      '1 when it died by a signal that nobody asked for',
      "console.log('pid', 1); process.kill(process.pid, 'SIGKILL')",
      1,
    ],
  ])('that fails gives %s', async (_title, program, code) => {
    const starter = start(program);
    starter.stdout!.resume();
    expect(await once(starter, 'close')).toEqual([code, null]);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('gets a %s that only npm was sent', async (signal) => {
    const folder = mkdtempSync(join(tmpdir(), 'granthouse-npm-'));
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } };
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { start: scripts.start } }));
    mkdirSync(join(folder, 'tools'));
    writeFileSync(join(folder, 'tools', 'start.mjs'), server);

    const npm = spawn('npm', ['--silent', 'start'], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
    const { pid, later } = await linesOf(npm);
    npm.kill(signal);
    const closed = once(npm, 'close');
    await once(npm, 'exit');
    const outlives = isAlive(pid);
    if (outlives) process.kill(pid, 'SIGKILL');
    await closed;
    rmSync(folder, { recursive: true });
    expect({ outlives, code: npm.exitCode, later }).toEqual({ outlives: false, code: 0, later: ['stopped cleanly'] });
  });
});
