/** docs/errors.md says what the table of refusals says, and so do the pages that the server serves. */
import { expect, it } from '@jest/globals';
import { pages } from './documents.ts';
import { errorsPage } from './errors-page.ts';

it('docs/errors.md is what the table says; npm run errors-page writes it anew', () => {
  expect(pages.find(({ path }) => path === 'docs/errors.md')?.text).toBe(errorsPage());
});
