/** Runs a demo until it is told to stop, and says what went wrong in words for its operator. */
import { ConfigurationError } from '@granthouse/protocol';

/** `start` resolves to what ends it. */
export async function runUntilStopped(start: () => Promise<() => Promise<void>>): Promise<void> {
  try {
    const stop = stopped();
    const close = await start();
    await stop;
    process.stdout.write('\n  Stopping: finishing open requests …\n');
    await close();
    process.stdout.write('  Stopped.\n');
  } catch (error) {
    process.stderr.write(`\n  ${wordsOf(error)}\n\n`);
    process.exitCode = 1;
  }
}

/** Both handlers stay: a second signal while closing must not cut open requests off. */
function stopped(): Promise<void> {
  return new Promise((resolve) => {
    process.on('SIGINT', () => resolve());
    process.on('SIGTERM', () => resolve());
  });
}

function wordsOf(error: unknown): string {
  if (error instanceof ConfigurationError) return error.message;
  return String(error instanceof Error ? error.stack : error);
}
