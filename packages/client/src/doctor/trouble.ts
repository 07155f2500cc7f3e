/** What kept a check from an answer, as a finding: one row for each code of ClientError. */
import type { ClientError, ClientErrorCode } from '../client-error.ts';
import type { Check, Fault, Found } from './check.ts';
import type { Exchange, Probe } from './probe.ts';

type Row = readonly [expected: string, remedy: string, fault: Fault];

const other: Row = [
  'an answer that a host can use',
  'See what the server writes in its own log about it.',
  'mcp-server',
];

const rows: Readonly<Partial<Record<ClientErrorCode, Row>>> = {
  not_allowed: ['an https address on the internet', 'Publish the address that hosts can reach.', 'mcp-server'],
  unreachable: ['a server that answers', 'Start the server, and let its name and its firewall lead there.', 'network'],
  timed_out: ['answers within seconds', 'Find out what the server waits for.', 'network'],
  too_large: ['a short answer', 'Answer with the document that was asked for, and nothing else.', 'mcp-server'],
  not_mcp: [
    'an answer in MCP',
    'Serve MCP at this very path: compare it with the one that it is mounted at.',
    'mcp-server',
  ],
  forbidden: [
    'an answer to whoever signed in',
    'Require a scope that the authorization server has for this resource, or let it have the one that is required.',
    'mcp-server',
  ],
  redirected: ['an answer where it was asked', 'Give hosts the address that it redirects to.', 'network'],
};

export function troubleOf({ code, message }: ClientError, { stopsNobody }: Pick<Check, 'stopsNobody'> = {}): Found {
  const [expected, remedy, fault] = rows[code] ?? other;
  return { seen: message, expected, remedy, fault, severity: stopsNobody ? 'warning' : 'problem' };
}

/** What answered and then didn't was brought down: told once, and by what came last before it. Undefined for all else. */
export function endOf(
  { code, message, details: { url = '' } }: ClientError,
  { endpoint, learned, exchanges }: Probe & { readonly exchanges: readonly Exchange[] },
): readonly Found[] | { readonly reason: string } | undefined {
  const isThere = ({ url: asked }: Exchange) => new URL(asked).origin === origin;
  const origin = URL.canParse(url) ? new URL(url).origin : undefined;
  const last = exchanges.findLast(isThere);
  if (code !== 'unreachable' || origin === undefined || !last) return undefined;
  if (learned.ended?.has(origin)) return { reason: `nothing answers at ${origin} any more` };
  learned.ended = new Set([...(learned.ended ?? []), origin]);
  return [
    {
      seen: `${message}; it answered ${last.method} ${new URL(last.url).pathname} before`,
      expected: 'a server that goes on after it answered',
      remedy: 'See in its log why it ended: what the doctor asks, hosts ask too.',
      fault: origin === endpoint.origin ? 'mcp-server' : 'authorization-server',
      severity: 'problem',
    },
  ];
}
