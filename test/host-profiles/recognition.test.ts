/** A host is recognised by addresses that nobody else controls, never by a name or by what only looks like them. */
import { describe, expect, it } from '@jest/globals';
import { knownHosts, knownPrivateUseRedirectUris, recogniseHost } from '@granthouse/host-profiles';
import { judgeRedirectUri } from '@granthouse/protocol';

const someone = 'dcr_someone';
const byRedirect = (redirectUri: string) => recogniseHost({ clientId: someone, redirectUri });

describe('a host is recognised', () => {
  it.each([
    ['claude-hosted', 'https://claude.ai/api/mcp/auth_callback'],
    ['chatgpt', 'https://chatgpt.com/connector/oauth/OUbdUMlL15Ct'],
    ['cursor', 'https://www.cursor.com/agents/mcp/oauth/callback'],
    ['duvo', 'https://platform.duvo.ai/v1/oauth/mcp/callback'],
    ['grok', 'https://grok.com/connectors-oauth-exchange-code/'],
    ['vscode', 'https://vscode.dev/redirect'],
  ])('as %s by its redirect URI', (id, redirectUri) => {
    expect(byRedirect(redirectUri)).toMatchObject({ host: { id }, by: 'redirect_uri' });
  });

  it.each([
    ['claude-code', 'https://claude.ai/oauth/claude-code-client-metadata'],
    ['chatgpt', 'https://chatgpt.com/oauth/client.json'],
    ['chatgpt', 'https://chatgpt.com/oauth/OUbdUMlL15Ct/client.json'],
    ['codex-cli', 'https://chatgpt.com/oauth/codex/client.json'],
    ['codex-cli', 'https://chatgpt.com/oauth/codex/a1b2/client.json'],
  ])('as %s by its metadata document', (id, clientId) => {
    expect(recogniseHost({ clientId })).toMatchObject({ host: { id }, by: 'client_id' });
    expect(recogniseHost({ clientId, redirectUri: 'http://127.0.0.1:1/callback' })).toMatchObject({ by: 'client_id' });
  });
});

describe('nobody is recognised', () => {
  it.each([
    ['a loopback address', 'http://localhost:8787/callback'],
    ['a private-use scheme', 'cursor://anysphere.cursor-mcp/oauth/callback'],
    ['another host', 'https://claude.ai.example/api/mcp/auth_callback'],
    ['a host below', 'https://evil.claude.ai/api/mcp/auth_callback'],
    ['another path', 'https://claude.ai/api/mcp/auth_callback/x'],
    ['a slash less', 'https://grok.com/connectors-oauth-exchange-code'],
    ['another port', 'https://claude.ai:8443/api/mcp/auth_callback'],
    ['a query', 'https://claude.ai/api/mcp/auth_callback?next=https://evil.example'],
    ['http', 'http://claude.ai/api/mcp/auth_callback'],
    ['user information', 'https://claude.ai@evil.example/api/mcp/auth_callback'],
    ['an empty segment', 'https://chatgpt.com/connector/oauth/'],
    ['two segments', 'https://chatgpt.com/connector/oauth/a/b'],
    ['dot segments', 'https://chatgpt.com/connector/oauth/..'],
    ['an encoded slash', 'https://chatgpt.com/connector/oauth/a%2Fb'],
    ['a line end', 'https://chatgpt.com/connector/oauth/a\n'],
    ['an address that others can have', 'https://global.consent.azure-apim.net/redirect/cr938-5fzephyr'],
    ['a host of the person’s own', 'https://chat.example/api/mcp/tools/oauth/callback'],
    ['a placeholder', 'https://chatgpt.com/connector/oauth/{{callback_id}}'],
  ])('by %s', (_what, redirectUri) => {
    expect(byRedirect(redirectUri)).toBeUndefined();
  });

  it.each(['Claude', 'claude.ai', 'https://claude.ai/oauth/another-document', 'https://claude.ai/', ''])(
    'by the client id %j',
    (clientId) => {
      expect(recogniseHost({ clientId })).toBeUndefined();
    },
  );
});

describe('what is known of a host', () => {
  const known = (id: string) => knownHosts.find((host) => host.id === id);

  it('tells whether an https redirect URI elsewhere may be its own', () => {
    expect(['claude-hosted', 'codex-cli', 'cursor'].map((id) => known(id)?.redirectsAnywhere)).toEqual(
      Array(3).fill(false),
    );
    expect(['n8n', 'copilot-studio', 'notion', 'raycast'].map((id) => known(id)?.redirectsAnywhere)).toEqual(
      Array(4).fill(true),
    );
  });

  it('is nothing for software whose applications have names of their own', () => {
    expect(known('sdk-typescript-v2')).toBeUndefined();
  });
});

describe('redirect URIs with a scheme without a dot', () => {
  it('HOST-01: are known exactly as hosts send them, and each can be registered', () => {
    expect(knownPrivateUseRedirectUris).toEqual([
      'claude://claude.ai/mcp-auth-callback/sdk',
      'cursor://anysphere.cursor-mcp/oauth/callback',
    ]);
    for (const uri of knownPrivateUseRedirectUris) {
      expect(judgeRedirectUri(uri, { knownUris: knownPrivateUseRedirectUris })).toBe('private-use');
    }
  });
});
