/** OpenAPI documents in a folder of their own, for `granthouse openapi`. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ended, launch, type Launch } from '../support/program.ts';

export interface Documents {
  /** The file of a document with these operations of `/orders`, by method. */
  document(operations: object, more?: object): Promise<string>;
  /** The file with this text. */
  file(text: string): Promise<string>;
  granthouse(words: string[], more?: Launch): Promise<Ended>;
  remove(): Promise<void>;
}

export async function documents(): Promise<Documents> {
  const folder = await mkdtemp(join(tmpdir(), 'granthouse-openapi-'));
  let count = 0;

  async function file(text: string): Promise<string> {
    count += 1;
    const path = join(folder, `${count}.yaml`);
    await writeFile(path, text);
    return path;
  }

  return {
    file,
    document(operations, more = {}) {
      const servers = [{ url: 'https://api.example.com' }];
      return file(JSON.stringify({ openapi: '3.1.0', info: {}, servers, paths: { '/orders': operations }, ...more }));
    },
    granthouse: (words, more = {}) =>
      launch('packages/cli/src/bin.ts', { words: ['openapi', ...words], ...more }).ended,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
