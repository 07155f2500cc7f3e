/** docs/storage.md names every collection, and exactly the fields that are sealed. */
import { describe, expect, it } from '@jest/globals';
import { collections } from '../../packages/authorization-server/src/store/collections.ts';
import { sealedFields } from '../../packages/authorization-server/src/store/sealed-fields.ts';
import { pages } from './documents.ts';

const page = pages.find(({ path }) => path === 'docs/storage.md')?.text ?? '';
const [, records = ''] = page.split('## Every record\n');
const [collectionTable = '', fieldTable = ''] = (records.split(/^## /m)[0] ?? '').split('The fields that matter');

function rowsOf(table: string): string[][] {
  const lines = table.split('\n').filter((line) => line.startsWith('| `'));
  return lines.map((line) => line.split('|').map((cell) => cell.trim()));
}

const namesIn = (cell = '') => Array.from(cell.matchAll(/`([^`]+)`/g), ([, name = '']) => name);

describe('docs/storage.md', () => {
  it('has a row for each collection, in order, and none for what is not stored', () => {
    expect(rowsOf(collectionTable).map(([, name]) => name)).toEqual(
      Object.keys(collections).map((name) => `\`${name}\``),
    );
  });

  it('says of each sealed field that it is sealed, and of no other', () => {
    const told = rowsOf(fieldTable)
      .filter((cells) => cells[3]?.includes('**sealed**'))
      .map(([, collection, fields]) => [namesIn(collection)[0], namesIn(fields)]);
    const inFact = Object.entries(sealedFields).toSorted(([left], [right]) => left.localeCompare(right));
    expect(told).toEqual(inFact);
  });
});
