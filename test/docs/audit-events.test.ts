/** The table of audit events: every event with its level, and none that doesn't exist. */
import { expect, it } from '@jest/globals';
import { auditEvents } from '../../packages/authorization-server/src/audit.ts';
import { pages } from './documents.ts';

it('docs/security.md lists every audit event with its level', () => {
  const page = pages.find(({ path }) => path === 'docs/security.md')?.text ?? '';
  const rows = [...page.matchAll(/^\| `(?<name>[a-z_]+\.[a-z_]+)` +\| (?<level>info|warn) +\|/gm)];
  const listed = rows.map(({ groups }) => [groups?.['name'] ?? '', groups?.['level'] ?? '']);
  const byName = ([left = '']: string[], [right = '']: string[]) => left.localeCompare(right);
  expect(listed.toSorted(byName)).toEqual(Object.entries(auditEvents).toSorted(byName));
});
