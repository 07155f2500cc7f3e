/** What the demo says when it stands: where things are, who may sign in, and one line to copy for each client. */

export interface DemoPlaces {
  readonly issuer: string;
  readonly resource: string;
  readonly login: string;
  readonly password: string;
  readonly folder: string;
  /** Set when the secret was made by this start. */
  readonly newSecret: string | undefined;
}

export function greeting(places: DemoPlaces): string {
  const { issuer, resource, login, password, folder, newSecret } = places;
  const vscode = JSON.stringify({ name: 'order-desk', type: 'http', url: resource });
  const cursor = JSON.stringify({ mcpServers: { 'order-desk': { url: resource } } });
  return `
  Granthouse is running.

    MCP server            ${resource}
    Authorization server  ${issuer}
    Sign in as            ${login} / ${password}   (the form comes filled in: this is a demo)
    Data                  ${folder}${newSecret === undefined ? '' : `\n    New secret            ${newSecret}   (mode 0600, outside the database)`}

  Try it, one line each:

    Granthouse     npm run -s granthouse -- connect ${resource}
    MCP Inspector  npx @modelcontextprotocol/inspector@latest --transport http --server-url ${resource}
    Claude Code    claude mcp add --transport http order-desk ${resource}
    VS Code        code --add-mcp '${vscode}'
    Cursor         put into ~/.cursor/mcp.json: ${cursor}
    mcp-remote     npx mcp-remote@latest ${resource}
    curl           curl -i -X POST ${resource}

  Ctrl+C stops it.
`;
}
