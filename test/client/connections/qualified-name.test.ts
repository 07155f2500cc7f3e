/** Names of tools of a team's connections, against what is known of every host (docs/hosts.md). */
import { describe, expect, it } from '@jest/globals';
import { hostProfiles, toolLimitsOf } from '@granthouse/host-profiles';
import { qualifiedName } from '../../../packages/client/src/connections/qualified-name.ts';
import { longSlug, oddNames } from './agent/odd-names.ts';

const names = ['crm', longSlug].flatMap((slug) => ['find', ...oddNames].map((tool) => qualifiedName(slug, tool)));

describe('the name of a tool', () => {
  it.each(hostProfiles().map(({ id }) => id))(
    'is within the limits of %s, where the endpoint is called granthouse',
    (id) => {
      const {
        namePattern = '',
        nameLength = 64,
        qualifiedName: whole = { form: '{tool}', length: 64 },
      } = toolLimitsOf(id);
      for (const name of names) {
        expect(name).toMatch(new RegExp(namePattern, 'u'));
        expect(name.length).toBeLessThanOrEqual(nameLength);
        const known = whole.form.replace('{server}', 'granthouse').replace('{tool}', name);
        expect(known.length).toBeLessThanOrEqual(whole.length);
      }
    },
  );

  it('is as its server calls it where that fits, and otherwise the same each time', () => {
    expect(qualifiedName('crm', 'find_order')).toBe('mcp__crm__find_order');
    expect(qualifiedName('crm', 'orders.find')).toMatch(/^mcp__crm__orders_find_[0-9a-f]{8}$/);
    expect(qualifiedName('crm', 'orders.find')).toBe(qualifiedName('crm', 'orders.find'));
    expect(qualifiedName('crm', 'orders.find')).not.toBe(qualifiedName('crm', 'orders/find'));
  });
});
