/** Texts in a folder, each sealed for its own file: one that was renamed opens nothing. */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSealer } from '@granthouse/storage';
import { CommandError } from '../command-error.ts';
import { isMissing, unreadable, writing } from '../unreadable.ts';
import { alone } from './lock.ts';

export interface SealedText {
  readonly text: string;
  /** Another one after every change. */
  readonly version: string;
}

export interface SealedFiles {
  ids(): Promise<string[]>;
  read(id: string): Promise<SealedText | undefined>;
  /**
   * Writes what `next` makes of what is there, or removes it where that is undefined; `next` throws: nothing changes.
   * Resolves with what was there.
   */
  change(id: string, next: (before: SealedText | undefined) => string | undefined): Promise<SealedText | undefined>;
}

interface Key {
  /** Asked for when there is something to seal or to open. */
  key(): Promise<Uint8Array>;
  /** Where it comes from, to be told when it does not fit. */
  readonly keyFolder: string;
}

const suffix = '.sealed';
const placeOf = (id: string) => `connections/${id}`;

export function sealedFiles(folder: string, { key, keyFolder }: Key): SealedFiles {
  const sealer = async () => createSealer(await key());
  const fileOf = (id: string) => join(folder, id + suffix);
  const read = async (id: string): Promise<SealedText | undefined> => {
    const version = await textOf(fileOf(id));
    if (version === undefined) return undefined;
    const { open } = await sealer();
    try {
      return { text: open(version, placeOf(id)), version };
    } catch (cause) {
      const remedy = 'remove it, and connect again';
      throw new CommandError(`the key in ${keyFolder} does not open ${fileOf(id)}: ${remedy}`, { cause });
    }
  };
  return {
    ids: async () =>
      (await namesIn(folder)).filter((name) => name.endsWith(suffix)).map((name) => name.slice(0, -suffix.length)),
    read,
    change: (id, next) =>
      writing(folder, async () => {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        return alone(join(folder, `${id}.lock`), async () => {
          const before = await read(id);
          const after = next(before);
          if (after === undefined) await rm(fileOf(id), { force: true });
          else if (after !== before?.text) await replace(fileOf(id), (await sealer()).seal(after, placeOf(id)));
          return before;
        });
      }),
  };
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((cause: unknown) => {
    if (isMissing(cause)) return [];
    throw new CommandError(`${folder} holds your connections, ${unreadable(cause)}`, { cause });
  });
}

/** At once or not at all, whoever reads meanwhile. */
async function replace(file: string, text: string): Promise<void> {
  const own = `${file}.${randomUUID()}`;
  try {
    await writeFile(own, text, { mode: 0o600 });
    await rename(own, file);
  } finally {
    await rm(own, { force: true });
  }
}

async function textOf(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    if (isMissing(cause)) return undefined;
    throw new CommandError(`${file} holds a connection, ${unreadable(cause)}`, { cause });
  });
}
