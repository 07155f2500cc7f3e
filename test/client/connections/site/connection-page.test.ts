/** The page of one connection says what is known of it, and nothing that is not. */
import { expect, it } from '@jest/globals';
import type { PageContext } from '@granthouse/pages';
import type { ConnectionView } from '@granthouse/client/connections';
import { connectionPage } from '../../../../packages/client/src/connections/site/pages/connection.ts';
import { admin, crm, teammate } from './shown-connections.ts';

const context: PageContext = { brand: { name: 'Northwind' }, stylesheetPath: '/a.css', homePath: '/' };
const { lastAnsweredAt: _answered, ...quiet } = crm;
const connection: ConnectionView = { ...quiet, state: { kind: 'credential-needed', why: 'first' }, tools: [] };
const shown = (rest: Partial<ConnectionView> = {}) =>
  connectionPage(context, { viewer: admin, connection: { ...connection, ...rest }, now: 120_000 });

it('tells which tools are left out, and why', () => {
  const leftOut = [{ name: 'find order', why: 'its name has spaces or invisible characters' }];
  const page = shown({ leftOut });
  expect(page).toContain('Left out (1)');
  expect(page).toMatch(/find order[^]*its name has spaces/);
  expect(page).not.toContain('They show up once');
});

it('tells when the server last answered, and says nothing of it where that is not known', () => {
  expect(shown({ lastAnsweredAt: 60_000 })).toContain('Last answered');
  expect(shown()).not.toContain('Last answered');
});

it('offers to test what was refused, and not what nobody has given', () => {
  const refused = shown({
    authentication: { kind: 'api-key', header: 'Authorization' },
    state: { kind: 'credential-needed', why: 'refused' },
  });
  expect(refused).toContain('shown it again in a while');
  expect(refused).toContain('Test now');
  expect(shown()).not.toContain('Test now');
});

it.each(['not_allowed', 'unreachable', 'redirected', 'not_mcp', 'metadata_missing'] as const)(
  'tells a teammate whose server fails by %s to ask an admin, who alone can change where it leads',
  (code) => {
    const failing = { ...connection, state: { kind: 'failing', code, message: 'seen', since: 0 } } as const;
    const toTeammate = connectionPage(context, {
      viewer: teammate,
      connection: failing,
      now: 120_000,
    });
    expect(toTeammate).toContain('Try again in a minute. If it stays so, tell an admin.');
    expect(toTeammate).not.toMatch(/Check the|Change the connection|granthouse doctor|whoever runs|public https/u);
    expect(shown(failing)).not.toContain('tell an admin');
  },
);
