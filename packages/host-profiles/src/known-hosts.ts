/**
 * The hosts that a server recognises: made of the profiles by `npm run hosts-page`, since reading every profile at
 * each start would cost more than all that is asked of them.
 */
import { frozen } from './frozen.ts';
import { knownHost, type KnownHost } from './known-host.ts';

export const knownHosts: readonly KnownHost[] = frozen([
  knownHost('amp', ['Amp', 'Amp MCP Client'], { loopback: true }),
  knownHost('antigravity', ['Antigravity', 'Google Antigravity'], {
    redirectUris: ['https://antigravity.google/oauth-callback'],
    relays: ['https://antigravity.google/oauth-callback'],
  }),
  knownHost('chatgpt', ['ChatGPT', 'OpenAI'], {
    documents: ['https://chatgpt.com/oauth/client.json', 'https://chatgpt.com/oauth/{{callback_id}}/client.json'],
    redirectUris: [
      'https://chatgpt.com/connector_platform_oauth_redirect',
      'https://chatgpt.com/connector/oauth/{{callback_id}}',
    ],
  }),
  knownHost('claude-code', ['Claude Code'], {
    documents: ['https://claude.ai/oauth/claude-code-client-metadata'],
    privateUseRedirectUris: ['claude://claude.ai/mcp-auth-callback/sdk'],
    loopback: true,
  }),
  knownHost('claude-desktop-local', ['Claude Desktop'], { loopback: true }),
  knownHost('claude-hosted', ['Claude', 'Claude.ai', 'Anthropic'], {
    documents: ['https://claude.ai/oauth/mcp-oauth-client-metadata'],
    redirectUris: ['https://claude.ai/api/mcp/auth_callback', 'https://claude.com/api/mcp/auth_callback'],
    egress: ['160.79.104.0/21'],
  }),
  knownHost('cline', ['Cline'], { loopback: true }),
  knownHost('codex-cli', ['Codex', 'OpenAI Codex', 'Codex CLI'], {
    documents: [
      'https://chatgpt.com/oauth/codex/client.json',
      'https://chatgpt.com/oauth/codex/{{callback_id}}/client.json',
    ],
    loopback: true,
  }),
  knownHost('continue', ['Continue', 'Continue Dev, Inc', 'Continue.dev'], { loopback: true, redirectsAnywhere: true }),
  knownHost('copilot-cli', ['GitHub Copilot CLI', 'Copilot CLI', 'GitHub Copilot'], {
    documents: ['https://github.com/copilot/cli/client-metadata.json'],
    loopback: true,
  }),
  knownHost('copilot-studio', ['Copilot Studio', 'Microsoft Copilot Studio', 'Microsoft Copilot'], {
    redirectsAnywhere: true,
  }),
  knownHost('cursor', ['Cursor', 'Cursor AI', 'Cursor Agents'], {
    redirectUris: ['https://www.cursor.com/agents/mcp/oauth/callback'],
    privateUseRedirectUris: ['cursor://anysphere.cursor-mcp/oauth/callback'],
    loopback: true,
  }),
  knownHost('duvo', ['Duvo', 'Duvo.ai'], { redirectUris: ['https://platform.duvo.ai/v1/oauth/mcp/callback'] }),
  knownHost('factory-droid', ['Factory Droid'], {
    documents: ['https://api.factory.ai/mcp/oauth-client'],
    redirectsAnywhere: true,
  }),
  knownHost('gemini-cli', ['Gemini CLI', 'Gemini CLI MCP Client', 'Gemini'], {
    loopback: true,
    redirectsAnywhere: true,
  }),
  knownHost('goose', ['goose'], { documents: ['https://goose-docs.ai/oauth/client-metadata.json'], loopback: true }),
  knownHost('grok', ['Grok', 'xAI'], {
    documents: ['https://grok.com/oauth/mcp-client.json'],
    redirectUris: [
      'https://grok.com/connectors-oauth-exchange-code/',
      'https://console.x.ai/connectors-oauth-exchange-code/',
    ],
  }),
  knownHost('hermes-agent', ['Hermes Agent'], {
    documents: ['https://nousresearch.github.io/hermes-agent/docs/oauth/client-metadata.json'],
    loopback: true,
  }),
  knownHost('jetbrains-ai', ['JetBrains AI Assistant', 'JetBrains'], { redirectsAnywhere: true }),
  knownHost('kiro-cli', ['Kiro', 'Kiro CLI'], { loopback: true }),
  knownHost('le-chat', ['Le Chat', 'Mistral Le Chat', 'Mistral', 'Mistral AI'], {
    redirectUris: ['https://callback.mistral.ai/v1/integrations_auth/oauth2_callback'],
  }),
  knownHost('librechat', ['LibreChat', 'LibreChat MCP Client'], { redirectsAnywhere: true }),
  knownHost('mcp-inspector', ['MCP Inspector'], { loopback: true, redirectsAnywhere: true }),
  knownHost('mcp-remote', ['mcp-remote', 'MCP CLI Proxy'], { loopback: true }),
  knownHost('mcpjam', ['MCPJam', 'MCPJam Inspector'], {
    documents: ['https://www.mcpjam.com/.well-known/oauth/client-metadata.json'],
    redirectsAnywhere: true,
  }),
  knownHost('n8n', ['n8n'], { redirectUris: ['https://oauth.n8n.cloud/oauth2/callback'], redirectsAnywhere: true }),
  knownHost('notion', ['Notion'], {
    documents: [
      'https://www.notion.so/oauth/mcp-client-metadata.json',
      'https://app.notion.com/oauth/mcp-client-metadata.json',
    ],
    redirectsAnywhere: true,
  }),
  knownHost('open-webui', ['Open WebUI'], { redirectsAnywhere: true }),
  knownHost('openai-responses-api', ['OpenAI Responses API'], { redirectsAnywhere: true }),
  knownHost('opencode', ['opencode', 'OpenCode'], {
    documents: ['https://opencode.ai/oauth/opencode/client.json'],
    loopback: true,
  }),
  knownHost('perplexity', ['Perplexity', 'Perplexity AI'], {
    redirectUris: [
      'https://www.perplexity.ai/rest/connections/oauth_callback',
      'https://enterprise.perplexity.ai/rest/connections/oauth_callback',
    ],
  }),
  knownHost('qwen-code', ['Qwen Code', 'Qwen'], { loopback: true }),
  knownHost('raycast', ['Raycast'], { redirectsAnywhere: true }),
  knownHost('toolhive', ['ToolHive'], {
    documents: ['https://toolhive.dev/oauth/client-metadata.json'],
    redirectsAnywhere: true,
  }),
  knownHost('v0', ['v0', 'Vercel v0'], {
    documents: ['https://v0.app/api/chat/integrations/oauth/client-metadata.json'],
    redirectUris: ['https://api.v0.dev/v1/mcp-servers/oauth/callback'],
  }),
  knownHost('vscode', ['Visual Studio Code', 'VS Code', 'GitHub Copilot Chat'], {
    documents: [
      'https://vscode.dev/oauth/client-metadata.json',
      'https://insiders.vscode.dev/oauth/client-metadata.json',
    ],
    redirectUris: ['https://vscode.dev/redirect', 'https://insiders.vscode.dev/redirect'],
    relays: ['https://vscode.dev/redirect', 'https://insiders.vscode.dev/redirect'],
    loopback: true,
  }),
  knownHost('windsurf', ['Windsurf', 'Devin Desktop'], { redirectsAnywhere: true }),
  knownHost('zed', ['Zed'], { documents: ['https://zed.dev/oauth/client-metadata.json'], loopback: true }),
]);
