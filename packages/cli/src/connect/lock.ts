/** One at a time among processes on this machine: whoever makes the file works, and who died with it holds nobody up. */
import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { CommandError } from '../command-error.ts';
import { isMissing } from '../unreadable.ts';

/** Milliseconds: far longer than a file takes to be written, after which its holder is taken for dead. */
const longest = 10_000;
const patience = 30_000;

/** `file` is the lock; its folder is there, and `work` takes no longer than a few files do. */
export async function alone<T>(file: string, work: () => Promise<T>): Promise<T> {
  const own = `${hostname()} ${process.pid} ${randomUUID()}`;
  const end = Date.now() + patience;
  while (!(await taken(file, own))) {
    if (Date.now() > end) throw new CommandError(`another granthouse holds ${file}; remove it when none runs`);
    await endDead(file);
    await wait(5 + Math.random() * 20);
  }
  try {
    return await work();
  } finally {
    if ((await contentOf(file)) === own) await rm(file, { force: true });
  }
}

async function taken(file: string, own: string): Promise<boolean> {
  try {
    await writeFile(file, own, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  }
}

async function endDead(file: string): Promise<void> {
  const holder = await contentOf(file);
  if (holder === undefined || !(await isDead(file, holder))) return;
  const aside = `${file}.${randomUUID()}`;
  // Only one of several renames it. What came in its place since then is put back, unless there is one again.
  const isAside = await rename(file, aside).then(
    () => true,
    () => false,
  );
  if (!isAside) return;
  if ((await contentOf(aside)) !== holder) await link(aside, file).catch(() => {});
  await rm(aside, { force: true });
}

async function isDead(file: string, holder: string): Promise<boolean> {
  const written = await stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => Infinity,
  );
  if (Date.now() - written > longest) return true;
  const [host, id = ''] = holder.split(' ');
  const pid = Number.parseInt(id, 10);
  // Made a moment ago and not yet written, or on another machine that shares the folder.
  if (host !== hostname() || !Number.isInteger(pid)) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

async function contentOf(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    if (isMissing(cause)) return undefined;
    throw cause;
  });
}
