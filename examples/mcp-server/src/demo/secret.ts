/** The demo's own secret: made once, readable by its owner alone, kept outside the database that it seals. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface DemoSecret {
  readonly value: string;
  readonly isNew: boolean;
}

export async function demoSecret(path: string): Promise<DemoSecret> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const value = randomBytes(48).toString('base64url');
  try {
    // Insert-only: of two demos that start at once, both use what the first one wrote.
    await writeFile(path, `${value}\n`, { mode: 0o600, flag: 'wx' });
    return { value, isNew: true };
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') throw error;
    return { value: (await readFile(path, 'utf8')).trim(), isNew: false };
  }
}
