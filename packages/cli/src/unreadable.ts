/** A named file that could not be read, in the operator's words: what is missing must be made, what is there must not be made anew. */
import { CommandError } from './command-error.ts';

export const readableRemedy = 'name a file that the user who runs this can read';

export function isMissing(cause: unknown): boolean {
  return codeOf(cause) === 'ENOENT';
}

/** As "found …" goes on after the file's name. */
export function unreadable(cause: unknown): string {
  return isMissing(cause) ? 'which is not there' : `which cannot be read (${codeOf(cause)})`;
}

/** Work that writes in a folder; what the system says of it becomes a CommandError, anything else is handed on. */
export async function writing<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const { code, path = folder, syscall } = cause as NodeJS.ErrnoException;
    if (syscall === undefined) throw cause;
    const what = code === 'ENOSPC' ? 'there is no room' : `that can't be written (${code})`;
    throw new CommandError(`your connections are kept in ${path}, and ${what}`, { cause });
  }
}

function codeOf(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : String(cause);
}
