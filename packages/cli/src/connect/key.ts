/** The key that seals a person's connections: made once, for the person alone. */
import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError } from '../command-error.ts';
import { warnOfOpenFile } from '../open-file.ts';
import { isMissing, unreadable } from '../unreadable.ts';

const length = 32;

/** Throws a CommandError when it can't be read; a key that is there is never made anew. */
export async function keyIn(folder: string, warn: (message: string) => void): Promise<Uint8Array> {
  const file = join(folder, 'key');
  const found = await readKey(file);
  if (found) {
    await warnOfOpenFile(file, warn);
    return found;
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await makeKey(file);
  const made = await readKey(file);
  if (!made) throw new CommandError(`${file} was removed while it was made; try again`);
  return made;
}

/** Written whole and then linked: whoever else makes one at the same moment loses, and reads this one. */
async function makeKey(file: string): Promise<void> {
  const own = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(own, randomBytes(length).toString('base64url'), { mode: 0o600, flag: 'wx' });
  try {
    await link(own, file).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EEXIST') throw cause;
    });
  } finally {
    await rm(own, { force: true });
  }
}

async function readKey(file: string): Promise<Uint8Array | undefined> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    if (isMissing(cause)) return undefined;
    throw new CommandError(`the key of your connections is in ${file}, ${unreadable(cause)}`, { cause });
  });
  if (text === undefined) return undefined;
  const key = Buffer.from(text.trim(), 'base64url');
  if (key.length === length) return key;
  throw new CommandError(`${file} does not hold a key: move it away, and connect again`);
}
