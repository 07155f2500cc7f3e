/** Starts one program, hands the stop signals on to it, and tells how it ended: no program that was started here outlives its starter. */
import { spawn } from 'node:child_process';
import { dirname, delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const isWindows = process.platform === 'win32';

/**
 * Runs a program from the root of the workspace until it ends. With `captured` its output is returned instead of shown.
 * With `ownGroup` it can't read from the terminal, and a stop reaches everything that it started, too.
 * `stopped` is true when a stop signal came meanwhile; the first one was handed on.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ captured?: boolean, ownGroup?: boolean, shell?: boolean, environment?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<{ code: number | null, signal: string | null, stopped: boolean, output: string, seconds: number }>}
 */
export function run(
  command,
  args,
  { captured = false, ownGroup = false, shell = false, environment = process.env } = {},
) {
  const started = performance.now();
  const shown = captured ? 'pipe' : 'inherit';
  const child = spawn(command, args, {
    cwd: root,
    env: environment,
    shell,
    detached: ownGroup && !isWindows,
    stdio: [captured || ownGroup ? 'ignore' : 'inherit', shown, shown],
  });
  const output = [];
  child.stdout?.on('data', (chunk) => output.push(chunk));
  child.stderr?.on('data', (chunk) => output.push(chunk));
  const stopping = handOnStopSignals(child, ownGroup);

  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      stopping.end();
      reject(error);
    });
    child.once('close', (code, signal) => {
      stopping.end();
      const seconds = (performance.now() - started) / 1000;
      resolve({ code, signal, stopped: stopping.asked(), output: Buffer.concat(output).toString(), seconds });
    });
  });
}

function handOnStopSignals(child, ownGroup) {
  let asked = false;
  const handOn = (signal) => {
    if (!asked) tell(child, signal, ownGroup);
    asked = true;
  };
  for (const signal of stopSignals) process.on(signal, handOn);
  return {
    asked: () => asked,
    end: () => {
      for (const signal of stopSignals) process.off(signal, handOn);
    },
  };
}

function tell(child, signal, ownGroup) {
  // A console of Windows tells every program in it by itself, and `kill` would end the child there without a farewell.
  if (isWindows) return;
  try {
    process.kill(ownGroup ? -child.pid : child.pid, signal);
  } catch (error) {
    // It has just ended by itself.
    if (error.code !== 'ESRCH') throw error;
  }
}

/**
 * Runs npm or npx. On Windows they are scripts of the command shell, so the words must need no quoting. Elsewhere they
 * start a shell that doesn't hand signals on, hence a group of their own.
 */
export function runNpm(command, args, options = {}) {
  if (isWindows) return run([command, ...args].join(' '), [], { ...options, shell: true });
  return run(command, args, { ...options, ownGroup: true });
}

/** The environment in which `node` means the given one, for programs that start programs. */
export function environmentOf(node, additions = {}) {
  const path = process.env.PATH ?? process.env.Path ?? '';
  const { Path: _, ...others } = process.env;
  return { ...others, PATH: `${dirname(node)}${delimiter}${path}`, ...additions };
}

/** The exit code that says to a shell how a task ended: its own, or 130 when it was stopped or died by a signal. */
export function exitCodeOf({ code, stopped }) {
  return stopped ? 130 : (code ?? 130);
}

/** The exit code of a server, whose stop on demand is a success; one that came before it listened for stops ends it by the signal. */
export function exitCodeOfServer({ code, signal, stopped }) {
  if (signal !== null) return stopped ? 0 : 1;
  return code;
}
