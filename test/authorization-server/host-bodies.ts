/** Registration bodies that hosts were seen to send, or that their sources show; each as it came. */

export const hostBodies: ReadonlyArray<{ readonly host: string; readonly body: Readonly<Record<string, unknown>> }> = [
  {
    host: 'MCP Inspector (source)',
    body: {
      redirect_uris: ['http://localhost:6274/oauth/callback'],
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      client_name: 'MCP Inspector',
      client_uri: 'https://github.com/modelcontextprotocol/inspector',
      scope: '',
      application_type: 'native',
    },
  },
  {
    host: 'Claude Code (issue, partial)',
    body: {
      application_type: 'native',
      client_name: 'Claude Code',
      redirect_uris: ['http://localhost:54321/callback'],
      token_endpoint_auth_method: 'none',
    },
  },
  {
    host: 'Cursor (issue)',
    body: {
      client_name: 'Cursor',
      redirect_uris: [
        'cursor://anysphere.cursor-mcp/oauth/callback',
        'https://www.cursor.com/agents/mcp/oauth/callback',
        'http://localhost:8787/callback',
      ],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    },
  },
  {
    host: 'Cursor, application_type web (issue)',
    body: {
      client_name: 'Cursor',
      redirect_uris: [
        'cursor://anysphere.cursor-mcp/oauth/callback',
        'https://www.cursor.com/agents/mcp/oauth/callback',
        'http://localhost:8787/callback',
      ],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      application_type: 'web',
    },
  },
  {
    host: 'VS Code (source)',
    body: {
      client_name: 'Visual Studio Code',
      client_uri: 'https://code.visualstudio.com',
      grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
      response_types: ['code'],
      redirect_uris: [
        'https://insiders.vscode.dev/redirect',
        'https://vscode.dev/redirect',
        'http://127.0.0.1/',
        'http://127.0.0.1:33418/',
      ],
      scope: 'orders:read',
      token_endpoint_auth_method: 'none',
      application_type: 'native',
    },
  },
  {
    host: 'SDK 1.x, no authentication method (recorded)',
    body: {
      client_name: 'An app',
      redirect_uris: ['http://127.0.0.1:7788/oauth/callback'],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    },
  },
  {
    host: 'SDK 2.x (recorded)',
    body: {
      client_name: 'An app',
      redirect_uris: ['http://127.0.0.1:7788/oauth/callback'],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      application_type: 'native',
      scope: 'mcp:tools offline_access',
    },
  },
  {
    host: 'Duvo, redirect URI alone (synthetic)',
    body: { redirect_uris: ['https://platform.duvo.ai/v1/oauth/mcp/callback'] },
  },
  {
    host: 'Duvo, client_secret_post (synthetic)',
    body: {
      redirect_uris: ['https://platform.duvo.ai/v1/oauth/mcp/callback'],
      token_endpoint_auth_method: 'client_secret_post',
    },
  },
];
