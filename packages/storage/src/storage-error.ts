/** Why a store refused or failed: codes of our own, for the program and its operator, never for the wire. */

/**
 * - `closed`: the store was closed before the call
 * - `unknown_collection`, `unknown_index`: not declared when the store was opened
 * - `invalid_document`: an id, document or expiry that the contract doesn't allow
 * - `unavailable`: the place where records are kept can't be read or written now
 * - `unsupported`: this runtime, file or definition can't be used; the message says the remedy
 */
export type StorageErrorCode =
  | 'closed'
  | 'unknown_collection'
  | 'unknown_index'
  | 'invalid_document'
  | 'unavailable'
  | 'unsupported';

/** A refusal or failure of a store; `cause` holds the engine's own error, the message never a document's content. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly code: StorageErrorCode;

  constructor(code: StorageErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
