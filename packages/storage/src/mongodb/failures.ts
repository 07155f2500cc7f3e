/** The driver's errors as the contract's: which server it was, never with whose password, and nothing of a document. */
import { StorageError, type StorageErrorCode } from '../storage-error.ts';

interface Failure {
  /** Host and port. */
  readonly place: string;
  /** What it is when the server itself says no. */
  readonly refused: StorageErrorCode;
}

/** AuthenticationFailed, and the same of MongoDB Atlas. */
const authenticationCodes: ReadonlySet<unknown> = new Set([18, 8000]);

export async function withStorageErrors<T>(step: Promise<T>, failure: Failure): Promise<T> {
  try {
    return await step;
  } catch (error) {
    throw isOfTheDriver(error) ? storageError(error, failure) : error;
  }
}

export function unavailable(place: string, why: string, cause?: unknown): StorageError {
  return new StorageError('unavailable', `MongoDB at ${place} can't be used now: ${why}`, { cause });
}

function storageError(error: DatabaseError, { place, refused }: Failure): StorageError {
  if (error.name !== 'MongoServerError') return unavailable(place, error.message, error);
  // Not its message, which may repeat the whole command and so a document.
  const refusal = error.codeName ?? `error ${String(error.code)}`;
  if (refused === 'unavailable' || isPassing(error)) return unavailable(place, refusal, error);
  const remedy = authenticationCodes.has(error.code)
    ? 'check user, password and authSource in its URI'
    : 'give its user the role readWrite on the database of the store';
  return new StorageError('unsupported', `MongoDB at ${place} refuses: ${refusal}; ${remedy}`, { cause: error });
}

/** As while another server becomes the primary. */
function isPassing({ errorLabels = [] }: DatabaseError): boolean {
  return errorLabels.some((label) => label.startsWith('Retryable'));
}

interface DatabaseError extends Error {
  readonly code?: unknown;
  readonly codeName?: string;
  readonly errorLabels?: readonly string[];
}

// The driver's errors, and those of Node's network, which have a code: an EPIPE comes through as it is. By name: every
// realm has an Error of its own.
function isOfTheDriver(error: unknown): error is DatabaseError {
  if (typeof error !== 'object' || error === null || !('name' in error)) return false;
  return String(error.name).startsWith('Mongo') || (error.name === 'Error' && 'code' in error);
}

/** E11000: a record has that key already. */
export function isDuplicate(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 11_000;
}
