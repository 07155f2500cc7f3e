/** The document contract as a suite: every engine runs all of it, through a file that only says where its records are. */
import { describe } from '@jest/globals';
import { changes } from './contract/changes.ts';
import { closing } from './contract/closing.ts';
import { documents } from './contract/documents.ts';
import { expiry } from './contract/expiry.ts';
import { groundOf, type MakePlace } from './contract/ground.ts';
import { indexes } from './contract/indexes.ts';
import { looking } from './contract/looking.ts';
import { names } from './contract/names.ts';
import { races } from './contract/races.ts';
import { records } from './contract/records.ts';

const chapters = { records, changes, expiry, indexes, names, documents, races, looking, closing };

/** Describes an engine by the whole contract. */
export function storageContract(engine: string, makePlace: MakePlace): void {
  describe(`the document contract, kept by ${engine}`, () => {
    for (const [title, chapter] of Object.entries(chapters)) {
      describe(title, () => chapter(groundOf(makePlace)));
    }
  });
}
