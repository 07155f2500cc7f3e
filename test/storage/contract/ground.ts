/** What the contract's tests stand on: an engine with its records, a clock that is set by hand, and one store opened on it. */
import { afterEach, beforeEach } from '@jest/globals';
import { StorageError, type Collections, type DocumentStore, type StorageEngine } from '@granthouse/storage';

/** An engine's records, made anew for each test: `engine` gives an engine on them, `clear` removes them. */
export interface Place {
  engine(): StorageEngine;
  clear(): Promise<void>;
}

/** Makes a place whose engines read this clock (milliseconds since the epoch). */
export type MakePlace = (now: () => number) => Promise<Place>;

export interface Ground {
  readonly store: DocumentStore;
  /** A further engine on the same records. */
  readonly engine: StorageEngine;
  /** Milliseconds since the epoch. */
  now: number;
  /** A further store on the same records; closed after the test. */
  openAnother(others?: Collections): Promise<DocumentStore>;
}

export const collections = {
  things: { indexes: ['owner', 'group'] },
  others: { indexes: ['owner', '__proto__', 'constructor'] },
  constructor: { indexes: [] },
} satisfies Collections;

/** The ground of the test that is running. */
export function groundOf(makePlace: MakePlace): () => Ground {
  let place: Place;
  let ground: Ground;
  const opened: DocumentStore[] = [];
  beforeEach(async () => {
    place = await makePlace(() => ground.now);
    const openAnother = async (others: Collections = collections): Promise<DocumentStore> => {
      const store = await place.engine().open(others);
      opened.push(store);
      return store;
    };
    ground = { now: 1_700_000_000_000, openAnother, engine: place.engine(), store: await openAnother() };
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
    await place.clear();
  });
  return () => ground;
}

/** The code of the StorageError that a step rejects with; any other end of it fails the test. */
export async function refusalOf(step: Promise<unknown>): Promise<string> {
  try {
    await step;
  } catch (error) {
    if (error instanceof StorageError) return error.code;
    throw error;
  }
  throw new Error('it was not refused');
}
