/** Ways in which the file of a real server fails under it, each by the system itself, and how each is over. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Resolves to what ends it. */
type Failure = (server: { readonly database: string; readonly pid: number }) => Promise<() => void>;

const runs = (command: string, ...words: string[]): boolean => {
  try {
    execFileSync(command, words, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** Another process' transaction, for longer than any step waits. */
export const locked: Failure = async ({ database }) => {
  // The server may be writing at this moment.
  const other = new DatabaseSync(database, { timeout: 60_000 });
  other.exec('BEGIN IMMEDIATE');
  return () => {
    other.exec('ROLLBACK');
    other.close();
  };
};

/** Root may write what nobody may write, but not what is immutable; not the `-shm` file, which SQLite has in memory. */
export const readOnly: Failure = async ({ database }) => {
  const files = [database, `${database}-wal`];
  execFileSync('chattr', ['+i', ...files]);
  return () => void execFileSync('chattr', ['-i', ...files]);
};

/** The system lets the process write no file beyond this size, which is where the write-ahead log is by then. */
export const mayNotGrow: Failure = async ({ pid }) => {
  execFileSync('prlimit', ['--pid', String(pid), '--fsize=8192:']);
  return () => void execFileSync('prlimit', ['--pid', String(pid), '--fsize=unlimited:']);
};

/** A disk of four megabytes; `fill` leaves not a byte. */
export interface SmallDisk {
  readonly folder: string;
  fill: Failure;
  remove(): Promise<void>;
}

export async function smallDisk(): Promise<SmallDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'granthouse-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder]);
  const filler = join(folder, 'filler');
  return {
    folder,
    async fill() {
      let size = 2 ** 22;
      // A smaller piece where no larger one fits.
      for (; size >= 1; size /= 2) await writeFile(filler, Buffer.alloc(size), { flag: 'a' }).catch(() => {});
      return () => execFileSync('rm', [filler]);
    },
    async remove() {
      execFileSync('umount', ['-l', folder]);
      await rm(folder, { recursive: true });
    },
  };
}

export const hasPrlimit = existsSync('/usr/bin/prlimit');

export async function canMount(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'granthouse-mount-'));
  const isMounted = runs('mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder) && runs('umount', folder);
  await rm(folder, { recursive: true });
  return isMounted;
}

export async function canForbidWriting(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'granthouse-immutable-'));
  const isForbidden = runs('chattr', '+i', folder) && runs('chattr', '-i', folder);
  await rm(folder, { recursive: true });
  return isForbidden;
}
