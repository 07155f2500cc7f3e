/** Filling a store until it refuses. */
import { StorageError, type DocumentStore } from '@granthouse/storage';

export interface Filled {
  /** The ids that were acknowledged, in their order. */
  readonly written: string[];
  /** What the next one was told. */
  readonly code: string;
}

export const text = 'x'.repeat(20_000);

export async function writeUntilRefused(store: DocumentStore): Promise<Filled> {
  const written: string[] = [];
  for (;;) {
    const id = String(1000 + written.length);
    try {
      await store.insert('things', id, { owner: 'ada', text });
      written.push(id);
    } catch (error) {
      if (error instanceof StorageError) return { written, code: error.code };
      throw error;
    }
  }
}
