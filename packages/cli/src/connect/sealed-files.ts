/** Texts in a folder, each sealed for its own file: one that was renamed opens nothing. */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSealer } from '@granthouse/storage';
import { CommandError } from '../command-error.ts';
import { isMissing, unreadable } from '../unreadable.ts';

export interface SealedFiles {
  ids(): Promise<string[]>;
  read(id: string): Promise<string | undefined>;
  write(id: string, text: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** The name of the file that whoever writes alone makes. */
  lease(id: string): string;
}

const suffix = '.sealed';
const placeOf = (id: string) => `connections/${id}`;

export async function openSealedFiles(
  folder: string,
  { key, keyFolder }: { key: Uint8Array; keyFolder: string },
): Promise<SealedFiles> {
  const sealer = createSealer(key);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const fileOf = (id: string) => join(folder, id + suffix);
  const opened = (sealed: string, id: string) => {
    try {
      return sealer.open(sealed.trim(), placeOf(id));
    } catch (cause) {
      const remedy = 'remove it, and connect again';
      throw new CommandError(`the key in ${keyFolder} does not open ${fileOf(id)}: ${remedy}`, { cause });
    }
  };
  return {
    ids: async () =>
      (await readdir(folder)).filter((name) => name.endsWith(suffix)).map((name) => name.slice(0, -suffix.length)),
    async read(id) {
      const sealed = await readFile(fileOf(id), 'utf8').catch((cause: unknown) => {
        if (isMissing(cause)) return undefined;
        throw new CommandError(`${fileOf(id)} holds a connection, ${unreadable(cause)}`, { cause });
      });
      return sealed === undefined ? undefined : opened(sealed, id);
    },
    async write(id, text) {
      const own = `${fileOf(id)}.${randomUUID()}`;
      await writeFile(own, sealer.seal(text, placeOf(id)), { mode: 0o600 });
      // At once or not at all, whoever reads meanwhile.
      await rename(own, fileOf(id));
    },
    remove: (id) => rm(fileOf(id), { force: true }),
    lease: (id) => join(folder, `${id}.lease`),
  };
}
