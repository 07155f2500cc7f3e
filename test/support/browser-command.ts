/** A browser that programs find in BROWSER: it writes down what it is asked to open, and plays the person there. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sourceFlags } from './program.ts';
import { root } from './source-files.ts';

/** The command is `browser` in the folder; `bends` forge its answers: each `name=value` replaces what the server sent. */
export async function installBrowser(folder: string, bends: readonly string[] = []): Promise<void> {
  const words = [process.execPath, ...sourceFlags, join(root, 'test/support/browser-process.ts')];
  const command = [...words.map(quoted), '"$1"', ...bends.map(quoted)].join(' ');
  const [opened, faults] = [quoted(join(folder, 'opened')), quoted(join(folder, 'faults'))];
  const script = ['#!/bin/sh', `echo "$1" >>${opened}`, `exec ${command} 2>>${faults}`, ''];
  await writeFile(join(folder, 'browser'), script.join('\n'), { mode: 0o755 });
}

const quoted = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;

export async function openedIn(folder: string): Promise<URL[]> {
  const faults = await readFile(join(folder, 'faults'), 'utf8');
  if (faults !== '') throw new Error(`the browser failed: ${faults}`);
  const lines = await readFile(join(folder, 'opened'), 'utf8');
  return lines
    .trim()
    .split('\n')
    .map((line) => new URL(line));
}
