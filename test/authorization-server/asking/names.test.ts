/** Which names claim a known host: those that imitate one are told, and honest apps are not accused. */
import { describe, expect, it } from '@jest/globals';
import { whoAsks } from '../../../packages/authorization-server/src/asking/who-asks.ts';

const stranger = 'https://evil.example/callback';

const at = (clientName: string, redirectUri: string) =>
  whoAsks({ clientId: 'dcr_1_abc', clientName, redirectUri }).kind;

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
    'CLAUDE™',
    'claudeconnector',
    'THECLAUDEAPP',
    'xClaude',
    'cursorofficial',
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
    'Dev VS Code',
    'claudebyanthropic',
    'claudeappofficial',
    'anthropicclaude',
    'Cursor for Teams',
    'V0 by Vercel',
    'https://cursor.com',
    'Cursor oficial',
    'Cursor 官方',
    'Cursor официальный',
    'Cursor ꞏꞏ',
    'Cursor \u{13441}\u{13442}',
    '©laude',
    'Claude©Code',
    'Cu®sor',
    'Claud€',
    'Curs○r',
    '(laude',
    'C│aude',
  ])('%j is told when the answer goes to a stranger', (name) => {
    expect(at(name, stranger)).toBe('imitates');
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
    ['Voai', 'https://acme.example/callback'],
    ['Precursor', 'https://acme.example/callback'],
    ['Claudette', 'https://acme.example/callback'],
    ['Wild Goose Tours', 'https://acme.example/callback'],
    ['Amplifier', 'https://acme.example/callback'],
    ['A M P limits', 'https://acme.example/callback'],
    ['Open Code Review', 'https://acme.example/callback'],
    ['Le Chat Noir', 'https://acme.example/callback'],
    ['Vector Notion', 'https://acme.example/callback'],
    ['Cursor for Blender', 'https://acme.example/callback'],
    ['Cursor Tracker ©', 'https://acme.example/callback'],
    ['Precursors by Acme', 'https://acme.example/callback'],
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
    expect(whoAsks({ clientId: 'dcr_1_abc', clientName, redirectUri })).toEqual({ kind: 'verified', host });
  });
});
