/** What each command does and takes, in words: the help is made of it. */

export interface Topic {
  /** The command. */
  readonly name: string;
  /** Words after `granthouse`, and what they do. */
  readonly uses: readonly (readonly [words: string, does: string])[];
  /** Shown when help is asked for this command. */
  readonly more?: readonly string[];
}

const reaching =
  'A server on this machine may name this machine, and one on the internet the internet alone. --private reaches a ' +
  'private network, --plain-http asks without TLS. HTTPS_PROXY, HTTP_PROXY and NO_PROXY count as they do for curl.';

const secrets =
  'VARIABLE is the name of an environment variable, never the value itself: arguments are seen by every program on ' +
  'the machine. With - in its place, or --header NAME alone, the value is asked for, or read from standard input.';

const statuses =
  'Status: 0 done; 1 it could not be done; 2 called wrongly; 3 a person has to connect, for the first time or again; ' +
  '4 the tool says that it failed.';

const accounts = 'Several accounts at one server: --account NAME.';

export const topics: readonly Topic[] = [
  {
    name: 'serve',
    uses: [['serve --config FILE', 'run the authorization server']],
    more: ['Its configuration is described in docs/quickstart.md. SIGTERM finishes open requests, and stops it.'],
  },
  {
    name: 'users',
    uses: [
      ['users add LOGIN --config FILE', 'let a person sign in (--name, --email)'],
      ['users list --config FILE', 'who may sign in: login, name, email'],
      ['users set-password LOGIN --config FILE', "a new password; ends the person's browser sessions"],
      ['users remove LOGIN --config FILE', 'ends sessions and every authorization too'],
    ],
    more: ['A password comes from standard input or a prompt, never from an argument.'],
  },
  {
    name: 'keys',
    uses: [
      ['keys list --config FILE', 'the keys that sign tokens, and when (--json)'],
      ['keys rotate --config FILE', 'publish the next signing key; it signs an hour later'],
      ['keys rotate --now --config FILE', 'for a key that somebody else has: every access token dies'],
      ['keys rotate-secret --config FILE', 'seal under the secret what other secrets sealed'],
    ],
  },
  {
    name: 'clients',
    uses: [
      ['clients add NAME --redirect-uri URI --config FILE', 'register an app; prints its id and its secret, once'],
      [
        'clients add NAME --introspects RESOURCE --config FILE',
        'register a resource server that may introspect tokens',
      ],
      ['clients list --config FILE', 'id, name, method, and what for (--json)'],
      ['clients show ID --config FILE', 'all that is kept of one client (--json)'],
      ['clients rotate-secret ID --config FILE', 'a new secret; the old one is refused at once'],
      ['clients remove ID --config FILE', 'ends every authorization of the client too'],
    ],
    more: [
      'clients add takes --redirect-uri several times, --id ID, --json, and --method client_secret_basic, ' +
        'client_secret_post, none (a public client) or private_key_jwt with --jwks FILE. A secret works in the header ' +
        'and in the body alike.',
    ],
  },
  {
    name: 'registration-tokens',
    uses: [
      ['registration-tokens add NAME --config FILE', 'let an app register where nobody else may (--uses N, --days N)'],
      ['registration-tokens list --config FILE', 'id, name, uses left, end (--json)'],
      ['registration-tokens remove ID --config FILE', 'nobody registers with it any more'],
    ],
  },
  {
    name: 'authorizations',
    uses: [
      ['authorizations list --config FILE', 'who has connected which app, and when it was used (--json)'],
      ['authorizations end --config FILE', 'take access back'],
    ],
    more: ['Both take --person LOGIN, --client ID and --id ID, as the list shows it.'],
  },
  {
    name: 'connections',
    uses: [
      ['connections serve --config FILE', 'pages and one MCP endpoint for the connections of a team'],
      ['connections forget PERSON --config FILE', 'all that is kept of who leaves: a login, or sub:SUBJECT (--json)'],
    ],
    more: [
      'Its configuration is described in docs/connections.md. With --secret-is-lost a new secret is taken although it ' +
        'opens nothing of what is kept: everybody connects anew.',
    ],
  },
  {
    name: 'storage',
    uses: [['storage check --config FILE', 'how much is in the store, and whether it is sound (--json)']],
  },
  {
    name: 'openapi',
    uses: [
      ['openapi check FILE --host HOST', 'which tools of an OpenAPI document that host refuses, and why (--json)'],
      ['openapi tools FILE', 'the tools of a document, and where each argument goes (--json)'],
    ],
    more: [
      'openapi check takes --host several times, or not at all for every host; --mend shows what is left with the ' +
        'option limits.',
      'Both take --tag TAG several times, --server URL, --server-name NAME as hosts call the server, --names ' +
        'snake_case, --prefix PREFIX and --max-name N.',
    ],
  },
  {
    name: 'connect',
    uses: [
      ['connect URL', 'sign in to an MCP server with the browser, and keep that on this machine (--json)'],
      ['connect URL --api-key VARIABLE', 'keep an API key instead, once the server has taken it'],
      ['connect URL --header NAME=VARIABLE', 'or headers; several times'],
      ['connect URL --forget', 'forget it, and take the access back at the server'],
      ['connect --list', 'what is kept on this machine (--json)'],
    ],
    more: [
      `${accounts} --scope SCOPE asks for more than the server names, several times. --sign-in signs in where a server ` +
        'lets everybody in, and asks only for some tools. --no-browser only prints the ' +
        'address. A server that takes no registration: --client-id ID; where it has a secret, --client-secret ' +
        'VARIABLE and --issuer URL, who gave it and alone gets to see it; --port N as it was registered.',
      secrets,
      reaching,
      statuses,
    ],
  },
  {
    name: 'tools',
    uses: [['tools URL', 'what an MCP server offers, and what each tool takes (--json)']],
    more: [
      `${accounts} Without a connection: --api-key VARIABLE or --header NAME=VARIABLE.`,
      secrets,
      reaching,
      statuses,
    ],
  },
  {
    name: 'call',
    uses: [
      ["call URL TOOL '{…}'", 'call a tool; its answer goes to standard output (--json)'],
      ['call URL TOOL -', 'with the input from standard input'],
    ],
    more: [
      `${accounts} Without a connection: --api-key VARIABLE or --header NAME=VARIABLE.`,
      secrets,
      reaching,
      statuses,
    ],
  },
  {
    name: 'token',
    uses: [
      ['token URL', 'the token of a connection, for another program; never to a screen'],
      ['token URL --headers', 'all that it shows, for: | curl -H @- URL'],
    ],
    more: [`${accounts} A token that ends soon is renewed first.`, statuses],
  },
  {
    name: 'doctor',
    uses: [
      ['doctor URL', 'why hosts cannot connect to an MCP server, whose fault it is, and what mends it (--json)'],
      ['doctor URL --host HOST', 'and what that host makes of it; several times, or all'],
      ['doctor URL --register', 'registers clients as the hosts do, to see what is refused'],
      ['doctor URL --sign-in', 'signs in with the browser, and looks at tokens and tools'],
    ],
    more: [
      'A server that takes a key or headers: --api-key VARIABLE or --header NAME=VARIABLE. One that takes no ' +
        'registration: --sign-in with --client-id ID, --client-secret VARIABLE with --issuer URL, and --port N. ' +
        '--no-browser only prints the address.',
      secrets,
      reaching,
      'Status: 0 nothing stops the hosts; 1 it could not be examined; 2 called wrongly; 4 a problem was found, or a ' +
        'host that was named does not connect. Colours: not where NO_COLOR is set. docs/doctor.md lists every check.',
    ],
  },
];
