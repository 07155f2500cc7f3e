/**
 * Where to connect again, app by app. Only what a source says, with the day it was read: apps move their menus, so that
 * the steps that hold everywhere stand before these.
 */

export interface HostRemedy {
  /** The id of its profile. */
  readonly host: string;
  readonly app: string;
  readonly steps: string;
  /** An address, for the documentation alone: no page leads off-site. */
  readonly source: string;
  /** The day the source was read. */
  readonly read: string;
}

const read = '2026-11-26';

export const remediesByHost: readonly HostRemedy[] = [
  {
    host: 'claude-hosted',
    app: 'Claude (web and desktop)',
    steps:
      'Customize → Connectors: remove the connector, add it again, and connect. In older versions the connectors are in Settings.',
    source: 'https://github.com/aunysillyme/model-orchestrator/releases/tag/v1.1.2',
    read,
  },
  {
    host: 'claude-code',
    app: 'Claude Code',
    steps: 'Type /mcp, choose the server, clear its authentication, and authenticate again.',
    source: 'https://github.com/anthropics/claude-code/issues/10915',
    read,
  },
  {
    host: 'codex-cli',
    app: 'Codex',
    steps: 'Run codex mcp login with the name of the server.',
    source: 'https://github.com/openai/codex/pull/5193',
    read,
  },
  {
    host: 'cursor',
    app: 'Cursor',
    steps:
      'Open the command palette, run "Cursor: Clear All MCP Tokens" (it signs you out of all servers there), and log in to the server again.',
    source: 'https://kernel.sh/docs/reference/mcp-server/troubleshooting',
    read,
  },
  {
    host: 'gemini-cli',
    app: 'Gemini CLI',
    steps: 'Type /mcp auth with the name of the server.',
    source: 'https://docs.trunk.io/flaky-tests/use-mcp-server/configuration/gemini-cli',
    read,
  },
  {
    host: 'kiro-cli',
    app: 'Kiro CLI',
    steps: 'Type /mcp logout, then /mcp auth, each with the name of the server.',
    source: 'https://kiro.dev/changelog/cli/2-11/',
    read,
  },
  {
    host: 'mcp-remote',
    app: 'mcp-remote',
    steps: 'Delete the folder .mcp-auth in your home directory, and start the app again that runs it.',
    source: 'https://kernel.sh/docs/reference/mcp-server/troubleshooting',
    read,
  },
];

export const remedyOf = (host: string | undefined): HostRemedy | undefined =>
  remediesByHost.find((remedy) => remedy.host === host);
