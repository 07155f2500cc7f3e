/** Group commit: writes that are asked for together join one transaction, and each is answered when that is durable. */
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as turn } from 'node:timers/promises';
import { StorageError } from '../storage-error.ts';
import { patiently, toStorageError } from './failures.ts';
import { isInTransaction, transaction } from './transaction.ts';

/** The writes of one connection. */
export interface GroupCommit {
  /** Runs a step in the next transaction; a step that throws fails alone, a transaction that fails, fails all in it. */
  write<T>(step: () => T): Promise<T>;
  /** Resolves when everything that waits was answered. */
  settled(): Promise<void>;
}

interface Waiting {
  /** Runs the step; returns what tells its caller so. */
  run(): () => void;
  reject(error: unknown): void;
}

/** Each may hold a request with its body, and come as fast as anyone sends while another process has the file locked. */
const mostWaiting = 10_000;

/** So that under a stream of requests the first doesn't wait for the last. */
const mostTurns = 8;

export function groupCommit(database: DatabaseSync): GroupCommit {
  const waiting: Waiting[] = [];
  let flushing: Promise<void> | undefined;
  const flush = async (): Promise<void> => {
    while (waiting.length > 0) {
      await gathered(waiting);
      await commit(database, waiting);
    }
    flushing = undefined;
  };
  return {
    write: (step) =>
      new Promise((resolve, reject) => {
        if (waiting.length >= mostWaiting)
          throw new StorageError('unavailable', 'too many writes wait for the database');
        waiting.push({ run: () => tried(database, { step, resolve, reject }), reject });
        flushing ??= flush();
      }),
    settled: async () => flushing,
  };
}

/** Waits for as long as each turn of the event loop brings more: requests that came together write a little apart. */
async function gathered(waiting: readonly Waiting[]): Promise<void> {
  for (let turns = 0; turns < mostTurns; turns += 1) {
    const before = waiting.length;
    await turn();
    if (waiting.length === before) return;
  }
}

/**
 * Begins, runs every step and commits without letting go of the event loop: no read sees what isn't committed, and
 * nobody waits inside. Whoever is refused the lock waits outside, without holding anything.
 */
async function commit(database: DatabaseSync, waiting: Waiting[]): Promise<void> {
  try {
    const answers = await patiently(() =>
      transaction(database, 'BEGIN IMMEDIATE', () => waiting.map((write) => write.run())),
    );
    waiting.splice(0, answers.length);
    for (const answer of answers) answer();
  } catch (error) {
    for (const { reject } of waiting.splice(0)) reject(error);
  }
}

interface Step<T> {
  step(): T;
  resolve(value: T): void;
  reject(error: unknown): void;
}

function tried<T>(database: DatabaseSync, { step, resolve, reject }: Step<T>): () => void {
  try {
    const value = step();
    return () => resolve(value);
  } catch (error) {
    if (!isInTransaction(database)) throw error;
    return () => reject(toStorageError(error));
  }
}
