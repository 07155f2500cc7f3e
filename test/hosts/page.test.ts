/** What the documentation says of hosts is what the profiles say. */
import { expect, it } from '@jest/globals';
import { hostProfiles } from '@granthouse/host-profiles';
import { pages } from '../docs/documents.ts';
import { hostsPage } from './page.ts';

it('docs/hosts.md says what the profiles say; npm run hosts-page writes it anew', () => {
  expect(pages.find(({ path }) => path === 'docs/hosts.md')?.text).toBe(hostsPage(hostProfiles()));
});
