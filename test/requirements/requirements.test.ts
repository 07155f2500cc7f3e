/** The claims and the tests hold each other: nothing is claimed without a test, and the page says what is true. */
import { describe, expect, it } from '@jest/globals';
import { pages } from '../docs/documents.ts';
import { citations, citationsOf } from './citations.ts';
import { requirements, standards } from './manifest.ts';
import { conformancePage } from './page.ts';

const cited = citations();
const citedIds = new Set(cited.map(({ id }) => id));

describe('the manifest of requirements', () => {
  it('claims nothing that no test cites', () => {
    expect(requirements.map(({ id }) => id).filter((id) => !citedIds.has(id))).toEqual([]);
  });

  it('knows every id that a test cites', () => {
    const known = new Set(requirements.map(({ id }) => id));
    expect(cited.filter(({ id }) => !known.has(id))).toEqual([]);
  });

  it('lists each id once', () => {
    const ids = requirements.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('is what docs/conformance.md says; npm run conformance-page writes it anew', () => {
    const page = pages.find(({ path }) => path === 'docs/conformance.md')?.text;
    expect(page).toBe(conformancePage(standards, cited));
  });
});

describe('a citation', () => {
  const idsIn = (text: string) => citationsOf({ path: 'test/some.test.ts', text }).map(({ id }) => id);

  it.each([
    ['a test', `it('AS-1: is so', () => {})`, ['AS-1']],
    ['several ids', `it('AS-1, RFC6749-2: is so', () => {})`, ['AS-1', 'RFC6749-2']],
    ['a table', `it.each([['x']])('AS-1: is %s', () => {})`, ['AS-1']],
    ['a group', `describe.each([])('AS-1: is', () => {})`, ['AS-1']],
    ['a group that runs where it can', `describeWhere(true, 'x')('AS-1: is', () => {})`, ['AS-1']],
    ['a row that is its title', `it.each(['AS-1: a', 'AS-2: b'])('%s', () => {})`, ['AS-1', 'AS-2']],
    ['a row within its title', `it.each([['AS-1: a', 2]])('refuses %s: %d', () => {})`, ['AS-1']],
    ['a template', 'it(`AS-1: is ${value}`, () => {})', ['AS-1']],
  ])('is read from the title of %s', (_title, text, ids) => {
    expect(idsIn(text)).toEqual(ids);
  });

  it.each([
    ['a comment', `// AS-1: is so`],
    ['a string that is no title', `const text = 'AS-1: is so';`],
    ['the middle of a title', `it('is so, AS-1: says', () => {})`],
    ['a later value of a row', `it.each([['x', 'AS-1: is so']])('is %s', () => {})`],
  ])('is not read from %s', (_title, text) => {
    expect(idsIn(text)).toEqual([]);
  });
});
