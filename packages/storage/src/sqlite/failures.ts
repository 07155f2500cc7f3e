/** What SQLite and the file system say when they can't: told as StorageError `unavailable`, and waited out where others are only in the way (https://sqlite.org/rescode.html). */
import { setTimeout as wait } from 'node:timers/promises';
import { StorageError } from '../storage-error.ts';

/** Milliseconds that a step waits for other processes, all in all. */
const patience = 5000;

const away = "the database can't be used now";
const complaints: ReadonlyMap<number, string> = new Map([
  [11, 'the database is damaged, restore the last backup'],
  [26, 'the file is no database of SQLite: name a path of its own for the store, or restore the last backup'],
]);

/** Runs a step on the database or its file; what fails there is a StorageError `unavailable`. */
export function attempt<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw toStorageError(error);
  }
}

/** Runs a step as `attempt` does, again and again while another process is in its way; the event loop goes on meanwhile. */
export async function patiently<T>(step: () => T): Promise<T> {
  const deadline = performance.now() + patience;
  for (;;) {
    try {
      return attempt(step);
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
      // At random, so that processes which wait for the same do not meet again.
      await wait(1 + Math.random() * 10);
    }
  }
}

/** A failure of the file as a StorageError; anything else as it is. */
export function toStorageError(error: unknown): unknown {
  if (!isOfTheFile(error)) return error;
  return new StorageError('unavailable', `${complaints.get(resultCode(error)) ?? away}: ${error.message}`, {
    cause: error,
  });
}

// SQLite's own failures, and those of the file system, which alone have a system call. Not by instanceof: every realm
// has an Error of its own.
function isOfTheFile(error: unknown): error is Error {
  if (typeof error !== 'object' || error === null) return false;
  return ('code' in error && error.code === 'ERR_SQLITE_ERROR') || 'syscall' in error;
}

function isBusy(error: unknown): boolean {
  return error instanceof StorageError && resultCode(error.cause) === 5;
}

/** SQLITE_BUSY is 5, SQLITE_CORRUPT 11, SQLITE_NOTADB 26; the bits above say more, which nobody here asks for. */
function resultCode(error: unknown): number {
  return typeof error === 'object' && error !== null && 'errcode' in error ? Number(error.errcode) % 256 : 0;
}
