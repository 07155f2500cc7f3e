/** Who is asking: known hosts by their addresses and never by a name; each row of the table, and real names that must not be accused. */
import { describe, expect, it } from '@jest/globals';
import { verdicts, whoAsks } from '../../../packages/authorization-server/src/asking/who-asks.ts';
import type { Asker } from '../../../packages/authorization-server/src/pages/claim.ts';

const dynamic = 'dcr_1_abc';
const documents = {
  claude: 'https://claude.ai/oauth/mcp-oauth-client-metadata',
  claudeCode: 'https://claude.ai/oauth/claude-code-client-metadata',
  nearClaude: 'https://docs.claude.ai/client.json',
  stranger: 'https://apps.example/client.json',
};
const redirects = {
  claude: 'https://claude.ai/api/mcp/auth_callback',
  nearClaude: 'https://eu.claude.ai/callback',
  stranger: 'https://evil.example/callback',
  here: 'http://127.0.0.1:49152/callback',
  app: 'com.example.app:/callback',
};

type Row = readonly [
  document: keyof typeof documents | 'none',
  redirect: keyof typeof redirects,
  kind: Asker['kind'],
  host: string | undefined,
];

const named: Record<'Claude' | 'Notes', readonly Row[]> = {
  Claude: [
    ['none', 'here', 'claims', undefined],
    ['none', 'app', 'claims', undefined],
    ['none', 'claude', 'verified', 'claude.ai'],
    ['none', 'nearClaude', 'claims', undefined],
    ['none', 'stranger', 'imitates', 'evil.example'],
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
  ],
};

const rows = Object.entries(named).flatMap(([name, of]) => of.map((row) => [name, ...row] as const));

describe('who asks', () => {
  it.each(rows)('“%s” with document %s and answer to %s: %s %s', (clientName, document, redirect, kind, host) => {
    const clientId = document === 'none' ? dynamic : documents[document];
    const asker = whoAsks({ clientId, clientName, redirectUri: redirects[redirect] });
    expect(asker).toMatchObject(host === undefined ? { kind } : { kind, host });
  });

  it('AS-16: has an answer for every row of the table', () => {
    const words = ['here', 'theirs', 'others', 'open'];
    expect(Object.values(verdicts).map((row) => Object.keys(row))).toEqual(Object.keys(verdicts).map(() => words));
    expect(Object.keys(verdicts)).toEqual(['none', 'theirs', 'others', 'open']);
  });

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

const at = (clientName: string, redirectUri: string) => whoAsks({ clientId: dynamic, clientName, redirectUri }).kind;

describe('a name that imitates a known host', () => {
  it.each([
    'CLAUDE',
    'Claude Code',
    'Claude Code helper',
    'Сlaude',
    'C l a u d e',
    'CIaude',
    'Claude\u200B',
    'Claude ✅ verified',
    'Anthropic',
    'ChatGPT',
    'СhаtGРT',
    'OpenAI Connector',
    'Cursor',
    'Cursor AI',
    'Cursor.com',
    'Visual Studio Code',
    'Duvo',
    'DUVO official',
    'Perplexity',
    'Zed',
  ])('%j is told when the answer goes to a stranger', (name) => {
    expect(at(name, redirects.stranger)).toBe('imitates');
  });

  it.each([
    ['Claude', 'https://claude.ai.evil.example/api/mcp/auth_callback'],
    ['Claude', 'https://claude.ai@evil.example/api/mcp/auth_callback'],
    ['Claude', 'https://claude-ai.example/api/mcp/auth_callback'],
    ['Claude', 'https://xn--claud-0of.ai/api/mcp/auth_callback'],
    ['Claude', 'https://chatgpt.com/connector_platform_oauth_redirect'],
    ['Claude', 'HTTPS://evil.example/callback'],
    ['Hermes Agent', 'https://evil.github.io/callback'],
  ])('%s is told at %s', (name, redirectUri) => {
    expect(at(name, redirectUri)).toBe('imitates');
  });
});

describe('an honest app', () => {
  it.each([
    ['Claude Code', 'http://localhost:3118/callback'],
    ['Claude Desktop', 'http://127.0.0.1:53280/callback'],
    ['Cursor', 'http://localhost:8787/callback'],
    ['Cursor', 'cursor://anysphere.cursor-mcp/oauth/callback'],
    ['n8n', 'https://n8n.acme.example/rest/oauth2-credential/callback'],
    ['LibreChat MCP Client', 'https://chat.acme.example/api/mcp/orders/oauth/callback'],
    ['Gemini CLI MCP Client', 'https://7777-workstation.acme.example/oauth/callback'],
    ['MCP Inspector', 'https://inspector.acme.example/oauth/callback'],
    ['Notion of time', 'https://time.acme.example/callback'],
    ['To be continued', 'https://acme.example/callback'],
    ['Mouse cursor tracker', 'https://acme.example/callback'],
    ['Notes with OpenAI', 'https://acme.example/callback'],
    ['Claudette', 'https://acme.example/callback'],
    ['Wild Goose Tours', 'https://acme.example/callback'],
    ['Amplifier', 'https://acme.example/callback'],
    ['A M P limits', 'https://acme.example/callback'],
    ['Open Code Review', 'https://acme.example/callback'],
    ['Le Chat Noir', 'https://acme.example/callback'],
    ['Dine', 'https://acme.example/callback'],
    ['Ask Zed a question', 'https://acme.example/callback'],
    ['مساعد الطلبات', 'https://acme.example/callback'],
    ['', 'https://acme.example/callback'],
    ['MCP Client', 'https://acme.example/callback'],
  ])('%j at %s is not accused', (name, redirectUri) => {
    expect(at(name, redirectUri)).toBe('claims');
  });

  it.each([
    ['Cursor', 'https://www.cursor.com/agents/mcp/oauth/callback', 'www.cursor.com'],
    ['ChatGPT', 'https://chatgpt.com/connector/oauth/OUbdUMlL15Ct', 'chatgpt.com'],
    ['Duvo', 'https://platform.duvo.ai/v1/oauth/mcp/callback', 'platform.duvo.ai'],
    ['Duvo orders agent', 'https://platform.duvo.ai/v1/oauth/mcp/callback', 'platform.duvo.ai'],
  ])('%s at its own address is verified', (clientName, redirectUri, host) => {
    expect(whoAsks({ clientId: dynamic, clientName, redirectUri })).toEqual({ kind: 'verified', host });
  });
});
