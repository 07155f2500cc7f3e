/** One transaction on the connection, whole or not at all (https://sqlite.org/lang_transaction.html). */
import type { DatabaseSync } from 'node:sqlite';

/** Runs a step between BEGIN and COMMIT; when any of the three fails, nothing stays of it and the connection is free again. */
export function transaction<T>(database: DatabaseSync, begin: 'BEGIN' | 'BEGIN IMMEDIATE', step: () => T): T {
  database.exec(begin);
  try {
    const answer = step();
    database.exec('COMMIT');
    return answer;
  } catch (error) {
    if (isInTransaction(database)) database.exec('ROLLBACK');
    throw error;
  }
}

/** False after a failure with which SQLite ended the transaction itself, such as a full disk. */
export function isInTransaction(database: DatabaseSync): boolean {
  // What `database.isTransaction` says from Node 22.16 on: a second one can't begin.
  try {
    database.exec('BEGIN');
  } catch {
    return true;
  }
  database.exec('ROLLBACK');
  return false;
}
