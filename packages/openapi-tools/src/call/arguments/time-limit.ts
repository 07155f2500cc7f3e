/** Work that a document or a caller can make endless, such as a regular expression, within a time: the engine itself breaks it off. */
import { createContext, type Context, Script } from 'node:vm';

/** What took too long, or went deeper than the stack. */
export class TooMuchWork extends Error {}

const script = new Script('work()');
let context: Context | undefined;

/** Throws TooMuchWork. Costs some hundred microseconds, so only for what may need it. */
export function withinTime<T>(milliseconds: number, work: () => T): T {
  context ??= createContext();
  context['work'] = work;
  try {
    return script.runInContext(context, { timeout: milliseconds }) as T;
  } catch (error) {
    throw isTooMuch(error) ? new TooMuchWork() : error;
  } finally {
    context['work'] = undefined;
  }
}

/** The error is of another realm, so `instanceof` says nothing. */
const isTooMuch = (error: unknown) =>
  error instanceof RangeError || (error as { code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
