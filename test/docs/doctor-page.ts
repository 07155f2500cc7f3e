/** `docs/doctor.md`, written from the checks: what each asks, where that is written, and what it needs. */
import { checks, type Check } from '@granthouse/client/doctor';

const head = `# The doctor

\`granthouse doctor URL\` judges an MCP server as each host would, whoever built it: what is wrong, whose fault it is, and the one change that mends it.

\`\`\`sh
granthouse doctor https://mcp.example.com/mcp --host duvo --host claude-hosted
\`\`\`

From this workspace the command is \`npm run -s granthouse --\`. It reads, and changes nothing, unless it is allowed to:

| Option | What it allows |
| --- | --- |
| \`--register\` | Clients are registered as each host registers, and with redirect URIs that must be refused. They are removed again where the server lets them be (RFC 7592); the report names those that stay |
| \`--sign-in\` | A person signs in with the browser; tokens are renewed, raced and taken back, tools are listed, and those that only read and take no arguments are called |
| \`--client-id ID\`, \`--client-secret VARIABLE\`, \`--issuer URL\`, \`--port N\` | Signing in as a client that was registered by hand, with the redirect URI \`http://127.0.0.1:N/callback\`, where the server takes no other; the secret goes to this issuer alone |
| \`--api-key VARIABLE\`, \`--header NAME=VARIABLE\` | A key or headers are sent, and once a key that is mistyped. The value comes from that environment variable, or with \`-\` from a prompt |
| \`--private\`, \`--plain-http\` | Requests go to a private network, and without TLS. A server on this machine needs neither |
| \`HTTPS_PROXY\`, \`NO_PROXY\` | In the environment: requests go through that proxy, or past it. Where the server’s name leads, and its certificate, are not seen from behind one |

A finding, and two verdicts:

\`\`\`text
WARNING challenge.resource-metadata
  seen      401 came with WWW-Authenticate: Bearer
  expected  resource_metadata in a Bearer challenge (RFC 9728 §5.1)
  at fault  the MCP server
  mend it   Add resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource/mcp"
            to the challenge.

✓ Duvo connects: OAuth, DCR found
✗ Cursor does not: registers cursor://anysphere.cursor-mcp/oauth/callback, which
  was answered 400 invalid_redirect_uri
\`\`\`

**What it says.** Each finding has what was seen, without secrets; what was expected, and where that is written; whose fault it is; what mends it; and the hosts that it concerns, when it isn't all. A _problem_ stops hosts, or should; a _warning_ stops some, or will break; a _note_ is worth knowing. Findings stand in the order of the checks, the worst first: the first is often the cause of the rest.

**Hosts.** With \`--host\`, once or several times, that host's verdict comes with its reason; \`--host all\` is every host of [hosts.md](hosts.md). What isn't known of a host is never counted against it: it _may or may not_ connect. A server on your own machine is out of reach for every hosted app: the verdict then says what it would be _elsewhere_.

**For programs.** \`--json\` prints [the whole report](#the-report-as-json), with every exchange as it was seen. The status is 0 when nothing stops the hosts, 1 when the server could not be examined, 2 when the command was called wrongly, and 4 when a problem was found or a host that was named does not connect. In code it is \`examine\` of \`@granthouse/client/doctor\`.

**What it leaves.** MCP sessions are ended, tokens are revoked, and clients are removed, where the server offers that; each client that stays is named at the end of the report, for the operator to remove.

**What it never does.** No redirect is followed. Where a server on the internet names an address on this machine or in a private network, it isn't asked. An answer is read up to 256 KiB and 5 seconds, and an examination ends at 400 requests or 5 minutes of waiting for servers.

## The report as JSON

| Member | What it holds |
| --- | --- |
| \`endpoint\` | The address that was examined |
| \`way\` | \`oauth\`, \`credential\` (a key or headers) or \`open\`; absent when that could not be seen |
| \`passed\` | Ids of the checks that found nothing |
| \`findings\` | The worst first: \`check\`, \`section\`, \`severity\` (\`problem\`, \`warning\`, \`note\`), \`seen\`, \`expected\`, \`remedy\`, \`fault\` (\`mcp-server\`, \`authorization-server\`, \`network\`, \`credential\`, \`host\`) and \`hosts\`: ids of those that it stops; absent when it stops all, empty when it stops none |
| \`skipped\` | \`check\`, \`reason\`, and \`needs\`: the permission that is missing, if one is |
| \`verdicts\` | For each host: \`host\` (its id), \`name\`, \`connects\` (\`yes\`, \`no\`, \`unknown\`), \`because\`, \`checks\` that stop it, and how well it is known: \`confidence\`, \`collected\` |
| \`exchanges\` | \`method\`, \`url\`, \`status\`, \`headers\` and the beginning of the answer as \`text\`, without secrets |
| \`left\` | Clients that stay at the authorization server: \`issuer\`, \`clientId\`, \`name\`; absent when there are none |

The ids of checks and the members stay as they are; more may come. Sentences are for people, and change.

## Checks

In their order. A check is skipped, with the reason, when one that it builds on found a problem. The page is made by \`npm run doctor-page\` from the checks in \`packages/client/src/doctor/checks\`, and a test fails when it is out of step.
`;

/** The whole page as Markdown. */
export function doctorPage(): string {
  const rooms = new Map<string, Check[]>();
  for (const check of checks) {
    const [room = ''] = check.id.split('.');
    rooms.set(room, [...(rooms.get(room) ?? []), check]);
  }
  return [head, ...[...rooms].map(([room, all]) => sectionOf(room, all))].join('\n');
}

const titles: Readonly<Record<string, string>> = {
  network: 'The way there',
  transport: 'The transport',
  challenge: 'The challenge',
  credential: 'A key or headers',
  'resource-metadata': 'The metadata of the resource',
  'server-metadata': 'The metadata of the authorization server',
  registration: 'Registration',
  'sign-in': 'Sign-in',
  token: 'Tokens',
  refresh: 'Renewing access',
  tools: 'Tools of the server',
  revocation: 'Taking access back',
};

const needs = {
  register: '`--register`',
  'sign-in': '`--sign-in`',
  credential: '`--api-key` or `--header`',
} as const;

function sectionOf(room: string, all: readonly Check[]): string {
  const rows = all.map((check) => {
    const needed = check.needs ? needs[check.needs] : '';
    return `| \`${check.id}\` | ${check.asks} | ${check.section} | ${needed} |`;
  });
  const [title, ...table] = [
    `### ${titles[room] ?? room}`,
    '',
    '| Check | What it asks | Where that is written | Needs |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ];
  return [title, ...table].join('\n');
}
