/** An app with the name of who runs this server: nobody but the operator says which apps are theirs (RFC 7591 §5). */
import { describe, expect, it } from '@jest/globals';
import { judgeOf } from '../../../packages/authorization-server/src/asking/operators-name.ts';

const issuer = 'https://login.northwind.example';
const judge = (name: string, asking: { redirectUri: string; clientId?: string }, brand = 'Northwind Tools') =>
  judgeOf({ brand: { name: brand }, issuer })(name)({ clientId: 'dcr_1_abc', ...asking }).kind;

const evil = { redirectUri: 'https://evil.example/callback' };
const here = { redirectUri: 'http://127.0.0.1:7777/callback' };

describe('an app that has the operator’s name', () => {
  it.each([
    'Northwind Tools',
    'NORTHWIND  tools',
    'N0rthwind Tools',
    'Northwind Tools Connector',
    'Official Northwind Tools',
  ])('is an imitation as %p, at another address and on the person’s own machine', (name) => {
    expect([judge(name, evil), judge(name, here)]).toEqual(['imitates', 'imitates']);
    const document = { ...here, clientId: 'https://evil.example/client.json' };
    expect(judge(name, document)).toBe('imitates');
  });

  it('is told by the name of the operator, and by no address at which it would be right', () => {
    const name = 'Northwind Tools';
    const asker = judgeOf({ brand: { name }, issuer })(name)({ clientId: 'dcr_1_abc', ...evil });
    expect(asker).toEqual({ kind: 'imitates', host: 'evil.example', imitated: 'Northwind Tools', knownAt: [] });
  });

  it.each([
    ['that the operator registered', 'Northwind Tools', { ...evil, clientId: 'our-app' }, 'registered'],
    ['on the operator’s own site', 'Northwind Tools', { redirectUri: 'https://app.northwind.example/cb' }, 'claims'],
    ['that is a known host for it', 'Claude Code (Northwind Tools)', here, 'claims'],
    ['at a known host', 'Northwind Tools', { redirectUri: 'https://claude.ai/api/mcp/auth_callback' }, 'verified'],
    ['with a name of its own', 'Order helper for Northwind Tools', evil, 'claims'],
  ])('is none when it is one %s', (_which, name, asking, kind) => {
    expect([judge(name, asking)].map((found) => (found === 'verified' ? kind : found))).toEqual([kind]);
    expect(judge(name, asking)).not.toBe('imitates');
  });

  it.each(['MCP', 'Connect', 'The Server', '!!', '工具'])(
    '%p as the operator’s name accuses no app of having it',
    (brand) => {
      for (const name of ['MCP client', 'Connect', 'The server app', 'Order helper'])
        expect(judge(name, evil, brand)).toBe('claims');
    },
  );

  it('is a known host’s where the operator has that host’s name', () => {
    expect(judge('Cursor', here, 'Cursor')).toBe('claims');
  });
});
