/** Starts one program, hands the stop signals on to it, and tells how it ended: no program that was started here outlives its starter. */
import { spawn } from 'node:child_process';
import { dirname, delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const isWindows = process.platform === 'win32';

/**
 * Runs a program from the root of the workspace until it ends. With `captured` its output is returned instead of shown.
 * `stopped` is true when a stop signal came meanwhile; it was handed on once, so a group's Ctrl-C isn't doubled endlessly.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ captured?: boolean, environment?: NodeJS.ProcessEnv, shell?: boolean }} [options]
 * @returns {Promise<{ code: number | null, signal: string | null, stopped: boolean, output: string, seconds: number }>}
 */
export function run(command, args, { captured = false, environment = process.env, shell = false } = {}) {
  const started = performance.now();
  const child = spawn(command, args, {
    cwd: root,
    env: environment,
    shell,
    stdio: captured ? ['ignore', 'pipe', 'pipe'] : 'inherit',
  });
  const output = [];
  child.stdout?.on('data', (chunk) => output.push(chunk));
  child.stderr?.on('data', (chunk) => output.push(chunk));
  const stopping = handOnStopSignals(child);

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

function handOnStopSignals(child) {
  let asked = false;
  const handOn = (signal) => {
    // A console of Windows tells every program in it by itself, and `kill` would end the child there without a farewell.
    if (!asked && !isWindows) child.kill(signal);
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

/** Runs npm or npx, which are scripts of the command shell on Windows. The words must need no quoting. */
export function runNpm(command, args, options = {}) {
  return isWindows ? run([command, ...args].join(' '), [], { ...options, shell: true }) : run(command, args, options);
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
