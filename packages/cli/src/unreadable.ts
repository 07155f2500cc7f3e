/** A named file that could not be read, in the operator's words: what is missing must be made, what is there must not be made anew. */

export const readableRemedy = 'name a file that the user who runs this can read';

export function isMissing(cause: unknown): boolean {
  return codeOf(cause) === 'ENOENT';
}

/** As "found …" goes on after the file's name. */
export function unreadable(cause: unknown): string {
  return isMissing(cause) ? 'which is not there' : `which cannot be read (${codeOf(cause)})`;
}

function codeOf(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : String(cause);
}
