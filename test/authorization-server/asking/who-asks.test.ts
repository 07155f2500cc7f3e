/** Who is asking: known hosts by their addresses and never by a name; each row of the table, whatever the name is. */
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { whoAsks } from '../../../packages/authorization-server/src/asking/who-asks.ts';
import type { Asker } from '../../../packages/authorization-server/src/pages/claim.ts';
import { propertyRuns } from '../../support/property-runs.ts';
import { hostileText } from '../pages/parsed-html.ts';

const dynamic = 'dcr_1_abc';
const documents = {
  claude: 'https://claude.ai/oauth/mcp-oauth-client-metadata',
  vscode: 'https://vscode.dev/oauth/client-metadata.json',
  claudeCode: 'https://claude.ai/oauth/claude-code-client-metadata',
  nearClaude: 'https://docs.claude.ai/client.json',
  stranger: 'https://apps.example/client.json',
};
const redirects = {
  claude: 'https://claude.ai/api/mcp/auth_callback',
  nearClaude: 'https://eu.claude.ai/callback',
  stranger: 'https://evil.example/callback',
  relay: 'https://vscode.dev/redirect',
  nearRelay: 'https://VSCode.dev:443/redirect?to=here',
  shownToPaste: 'https://antigravity.google/oauth-callback',
  here: 'http://127.0.0.1:49152/callback',
  app: 'com.example.app:/callback',
};

type Row = readonly [
  document: keyof typeof documents | 'none',
  redirect: keyof typeof redirects,
  kind: Asker['kind'],
  host: string | undefined,
];

const named: Record<'Claude' | 'Notes' | 'Visual Studio Code' | 'Antigravity', readonly Row[]> = {
  Claude: [
    ['none', 'here', 'claims', undefined],
    ['none', 'app', 'claims', undefined],
    ['none', 'claude', 'verified', 'claude.ai'],
    ['none', 'nearClaude', 'claims', undefined],
    ['none', 'stranger', 'imitates', 'evil.example'],
    ['none', 'relay', 'imitates', 'vscode.dev'],
    ['claude', 'here', 'published', 'claude.ai'],
    ['claude', 'app', 'published', 'claude.ai'],
    ['claude', 'claude', 'verified', 'claude.ai'],
    ['claude', 'nearClaude', 'verified', 'claude.ai'],
    ['claude', 'stranger', 'verified', 'claude.ai'],
    ['stranger', 'here', 'imitates', 'apps.example'],
    ['stranger', 'app', 'imitates', 'apps.example'],
    ['stranger', 'claude', 'imitates', 'apps.example'],
    ['stranger', 'nearClaude', 'imitates', 'apps.example'],
    ['stranger', 'stranger', 'imitates', 'apps.example'],
    ['nearClaude', 'here', 'published', 'docs.claude.ai'],
    ['nearClaude', 'claude', 'verified', 'docs.claude.ai'],
    ['nearClaude', 'nearClaude', 'verified', 'docs.claude.ai'],
    ['nearClaude', 'stranger', 'imitates', 'evil.example'],
  ],
  Notes: [
    ['none', 'here', 'claims', undefined],
    ['none', 'claude', 'verified', 'claude.ai'],
    ['none', 'stranger', 'claims', undefined],
    ['claude', 'here', 'published', 'claude.ai'],
    ['claude', 'claude', 'verified', 'claude.ai'],
    ['claude', 'stranger', 'verified', 'claude.ai'],
    ['stranger', 'here', 'published', 'apps.example'],
    ['stranger', 'claude', 'verified', 'apps.example'],
    ['stranger', 'stranger', 'verified', 'apps.example'],
    ['none', 'relay', 'claims', undefined],
    ['none', 'nearRelay', 'claims', undefined],
    ['stranger', 'relay', 'published', 'apps.example'],
    ['stranger', 'nearRelay', 'published', 'apps.example'],
  ],
  'Visual Studio Code': [
    ['none', 'relay', 'claims', undefined],
    ['none', 'nearRelay', 'claims', undefined],
    ['vscode', 'relay', 'published', 'vscode.dev'],
    ['vscode', 'nearRelay', 'published', 'vscode.dev'],
    ['vscode', 'here', 'published', 'vscode.dev'],
  ],
  Antigravity: [
    ['none', 'shownToPaste', 'claims', undefined],
    ['stranger', 'shownToPaste', 'imitates', 'apps.example'],
  ],
};

const rows = Object.entries(named).flatMap(([name, of]) => of.map((row) => [name, ...row] as const));

describe('who asks', () => {
  it.each(rows)(
    'AS-16: “%s” with document %s and answer to %s: %s %s',
    (clientName, document, redirect, kind, host) => {
      const clientId = document === 'none' ? dynamic : documents[document];
      const asker = whoAsks({ clientId, clientName, redirectUri: redirects[redirect] });
      expect(asker).toMatchObject(host === undefined ? { kind } : { kind, host });
    },
  );

  it('takes the operator’s word for what the operator registered, whatever its name and address', () => {
    const asking = { clientId: 'our-claude', clientName: 'Claude', redirectUri: redirects.stranger };
    expect(whoAsks(asking)).toEqual({ kind: 'registered' });
  });

  it('says who is imitated, and where that one is known', () => {
    const asking = { clientId: dynamic, clientName: 'СӏаudeСоdе', redirectUri: 'https://evil.example:8443/cb' };
    expect(whoAsks(asking)).toEqual({
      kind: 'imitates',
      host: 'evil.example:8443',
      imitated: 'Claude Code',
      knownAt: ['claude.ai'],
    });
  });
});

describe('whatever an app calls itself', () => {
  const clientIds = fc.constantFrom(dynamic, ...Object.values(documents));
  const redirectUris = fc.constantFrom(...Object.values(redirects));

  it('there is an answer', () => {
    fc.assert(
      fc.property(clientIds, redirectUris, hostileText, (clientId, redirectUri, clientName) => {
        const { kind } = whoAsks({ clientId, clientName, redirectUri });
        expect(['verified', 'published', 'claims', 'imitates']).toContain(kind);
      }),
      { numRuns: propertyRuns(300) },
    );
  });

  it('with a known host’s name in it, the address decides', () => {
    const strange = [redirects.stranger, redirects.relay, redirects.nearRelay, redirects.shownToPaste];
    const names = fc.tuple(hostileText, fc.constantFrom('Claude', 'С\u200Blaude'), hostileText);
    fc.assert(
      fc.property(redirectUris, names, (redirectUri, parts) => {
        const { kind } = whoAsks({ clientId: dynamic, clientName: parts.join(' '), redirectUri });
        expect(kind === 'imitates').toBe(strange.includes(redirectUri));
      }),
      { numRuns: propertyRuns(300) },
    );
  });
});
