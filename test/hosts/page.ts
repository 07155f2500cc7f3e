/** `docs/hosts.md`, written from the profiles: which hosts are tested, with what, and how sure that is. */
import type { HostProfile } from '@granthouse/host-profiles';
import { differencesOf } from './recorded-differences.ts';
import { toolLimitsPart } from './tool-limits-table.ts';
import { titleOf, untestedBecause, waysOf } from './ways.ts';

const head = `# Hosts

Which MCP hosts and SDKs Granthouse is tested with, what each of them puts on the wire, and how sure we are. The page is made by \`npm run hosts-page\` from \`packages/host-profiles/profiles\`, one file a host; a test fails when it is out of step. A missing host is [one file more](../CONTRIBUTING.md#how-to-add-).

Every host below, but for those that say *no*, is played by a test, \`test/hosts/connections.test.ts\`, against a real authorization server and a guarded MCP server: it registers as its profile says, or has its metadata document fetched; it comes back from each of its redirect URIs, loopback ones on another port; it exchanges, its token is for the right audience, it refreshes four times at once, it asks for more when a tool needs more, it registers again, it is forgotten and comes back. \`test/hosts/discovery.test.ts\` looks for what it checks before. What was recorded is sent again by \`test/hosts/recorded-flows.test.ts\`, request by request. [Programs that others wrote](architecture.md#the-clients-it-is-run-with) are run as they are, beside this.

## How sure

What a test proves is no surer than what is known of the host. Each fact carries how it is known:

| level      | what it means                                                                        |
| ---------- | ------------------------------------------------------------------------------------ |
| recorded   | the released program was run, and its requests were read                             |
| source     | read in the source of the client                                                     |
| vendor-doc | the vendor's documentation says so                                                   |
| issue      | a public issue or another third party's text quotes a capture, a log or a document   |
| synthetic  | made up, so that a test exists: it proves nothing about the host                     |

A profile ages: the date says when its facts were put together. Nothing is refused because of a profile.

## How to read the tables

*Becomes known by*: the ways in the order in which the host tries them; *its document* is a Client ID Metadata Document, *the operator* registers it beforehand. *Redirects to*: \`{{…}}\` is another text for each connection or installation. *Peculiar*: what it needs of a server, each with tests of its own on [the page of conformance](conformance.md#hosts-what-mcp-hosts-really-send). *Tested*: each way that is played, by its name in the profile, with how it is known. *Known from*: how most of the profile is known.
`;

const groups: ReadonlyArray<readonly [string, readonly HostProfile['kind'][]]> = [
  ['Platforms that others host', ['hosted', 'api']],
  ['Editors and desktop apps', ['editor', 'desktop']],
  ['On the command line', ['cli', 'bridge']],
  ['In the browser, or on your own servers', ['browser', 'self-hosted']],
  ['SDKs, under hosts that nobody listed', ['sdk']],
];

const columns = ['host', 'becomes known by', 'redirects to', 'peculiar', 'tested', 'known from', 'as of'];

export function hostsPage(profiles: readonly HostProfile[]): string {
  const tables = groups.map(([title, kinds]) => {
    const rows = profiles.filter(({ kind }) => kinds.includes(kind)).map(rowOf);
    return `## ${title}\n\n${table(columns, rows)}`;
  });
  return [head, ...tables, toolLimitsPart(profiles), partlyKnown(profiles), recordings(profiles)].join('\n');
}

function rowOf(host: HostProfile): string[] {
  const ways = waysOf(host);
  return [
    `[${host.name}](../packages/host-profiles/profiles/${host.id}.json)${host.version === null ? '' : `, ${host.version}`}`,
    registrationOf(host),
    redirectsOf(host),
    host.quirks.join(' '),
    ways.length === 0
      ? `*no*: ${untestedBecause(host)}`
      : ways.map(({ name, confidence }) => `${name} (${confidence})`).join('; '),
    host.confidence,
    host.collected,
  ];
}

const orders = {
  'pre-registered': 'the operator',
  cimd: 'its document',
  dcr: 'registering itself',
  manual: 'asking the person',
  bearer: 'a token that its caller brings',
  none: 'nothing: no OAuth',
} as const;

function registrationOf({ registration: { preference } }: HostProfile): string {
  return preference.length === 0 ? 'unknown' : preference.map((each) => orders[each]).join(', else ');
}

function redirectsOf({ redirect_uris: { https, loopback, private_scheme: own } }: HostProfile): string {
  const uris = [...https, ...loopback, ...own].map(({ uri }) => `\`${uri}\``);
  return uris.length === 0 ? 'unknown' : uris.join(' ');
}

function partlyKnown(profiles: readonly HostProfile[]): string {
  const lines = profiles
    .flatMap(waysOf)
    .filter(({ added }) => added.length > 0)
    .map((way) => `- ${titleOf(way)}`);
  const intro = 'What a request can’t do without was added here; it is no fact about the host.';
  return `## What is known in part\n\n${intro}\n\n${lines.join('\n')}\n`;
}

function recordings(profiles: readonly HostProfile[]): string {
  const rows = profiles.flatMap(({ id, flows = [] }) =>
    flows.map((flow) => [
      `${id}: ${flow.title}`,
      String(flow.steps.length),
      differencesOf(flow).join('; ') || 'nothing',
    ]),
  );
  const intro =
    'Each is sent again with the recorded headers. Its answers must have the recorded status, but for what differs here on purpose.';
  return `## Recorded connections\n\n${intro}\n\n${table(['recording', 'requests', 'what differs'], rows)}`;
}

function table(names: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [names, names.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `${lines.join('\n')}\n`;
}
