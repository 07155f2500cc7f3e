/** A file that holds a secret, and that every user of the machine may read: it is taken, and the operator is told what closes it. */
import { stat } from 'node:fs/promises';

export async function warnOfOpenFile(file: string, warn: (message: string) => void): Promise<void> {
  // Windows has no such bits, and whoever could read the file a moment ago need not find it again.
  const mode =
    process.platform === 'win32'
      ? 0
      : await stat(file).then(
          (found) => found.mode,
          () => 0,
        );
  if (mode % 8 < 4) return;
  warn(`${file} holds a secret, and everyone on this machine may read it: chmod 600 ${file}`);
}
