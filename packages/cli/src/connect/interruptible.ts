/** Ctrl-C while a server works: the work is stopped there too, and the command ends with the status of that signal. */
import { CommandError } from '../command-error.ts';

const bySignal = 130;

export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stopped = new AbortController();
  const stop = () => stopped.abort();
  // Once: whoever presses it again isn't held up.
  process.once('SIGINT', stop);
  try {
    return await work(stopped.signal);
  } catch (error) {
    throw stopped.signal.aborted ? new CommandError('stopped', { status: bySignal, cause: error }) : error;
  } finally {
    process.off('SIGINT', stop);
  }
}
