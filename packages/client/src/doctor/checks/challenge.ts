/** How a server says that it wants a credential, and what it makes of a wrong one (RFC 6750 §3, RFC 9728 §5.1). */
import { parseChallenges, type Challenge } from '@granthouse/protocol';
import { clipped, firstRequest, said, speaksOfCredentials } from '../answers.ts';
import type { Check, Found } from '../check.ts';
import type { Exchange, Probe } from '../probe.ts';
import { keyGetsIn } from './given-key.ts';
import { documentsOf } from './published/resource-documents.ts';

const challengesOf = ({ headers }: Exchange): Challenge[] => parseChallenges(headers.get('www-authenticate') ?? '');

export const bearerOf = (exchange: Exchange): Challenge | undefined => challengesOf(exchange).find(isBearer);

const isBearer = (challenge: Challenge | undefined) => /^(?:bearer|dpop)$/i.test(challenge?.scheme ?? '');

/** Why nothing of a challenge can be judged. */
export function unlessOpen({ learned }: Probe): string | undefined {
  if (learned.challenge?.status === 401) return undefined;
  if (learned.way === 'credential') return 'it takes a key or headers, and refuses without a challenge';
  return 'the server asks for no credential';
}

const status: Check = {
  id: 'challenge.status',
  section: 'RFC 6750 §3.1; MCP 2025-11-25, authorization, error handling',
  asks: 'Is a request without a credential answered 401, where one is needed?',
  after: ['transport.streamable-http'],
  async judge(probe) {
    const { learned, endpoint, ask } = probe;
    const first = learned.challenge ?? (await ask(endpoint, firstRequest));
    if (first.status === 401) return [];
    if (!speaksOfCredentials(first)) {
      const later = await askedLater(first, probe);
      if (later) {
        learned.challenge = later;
        learned.asksLater = true;
      } else learned.way = 'open';
      return [];
    }
    const seen = `a request without a credential was answered ${said(first)}`;
    if (await keyGetsIn(probe)) return takesKeys(seen, probe);
    return [
      {
        seen,
        expected: '401: it alone makes a host begin to sign in',
        remedy: speaksOfHost(first)
          ? 'Tell the server this address as its own, and let a proxy in front pass Host on as it came.'
          : 'Answer 401 with a WWW-Authenticate challenge when the credential is missing.',
        fault: 'mcp-server',
        severity: 'problem',
      },
    ];
  },
};

/** Who brings a key never asks without one. */
function takesKeys(seen: string, { learned }: Probe): Found[] {
  learned.way = 'credential';
  const remedy = 'Answer 401 when the key is missing or wrong: 403 says that a good one may not do this.';
  return [{ seen, expected: '401', remedy, fault: 'mcp-server', severity: 'note' }];
}

/** What guards against DNS rebinding answer: this project's, those of the SDKs, and development servers. */
const speaksOfHost = ({ text }: Exchange) => /\bhost header\b|\binvalid host\b|\bhost is not allowed\b/i.test(text);

/** Some let everybody begin, and ask only when it comes to their tools. */
async function askedLater({ headers }: Exchange, { endpoint, ask }: Probe): Promise<Exchange | undefined> {
  const session = headers.get('mcp-session-id');
  const more = { 'mcp-protocol-version': '2025-11-25', ...(session !== null && { 'mcp-session-id': session }) };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'tools/list' });
  const answer = await ask(endpoint, { method: 'POST', headers: { ...firstRequest.headers, ...more }, body });
  return answer.status === 401 ? answer : undefined;
}

const bearer: Check = {
  id: 'challenge.bearer',
  section: 'RFC 9110 §11.6.1; RFC 6750 §3',
  asks: 'Does the 401 say by a Bearer challenge how to get in?',
  after: ['challenge.status'],
  unless: unlessOpen,
  async judge(probe) {
    const { challenge } = probe.learned;
    if (!challenge || bearerOf(challenge)) return [];
    const written = challenge.headers.get('www-authenticate');
    const { found } = await documentsOf(probe);
    // A key in a header of the server's own has no scheme to name; a host that could sign in needs one.
    if (!found && written !== null) return [];
    const renamed = [...challenge.headers].find(([name]) => /.-www-authenticate$/.test(name));
    if (renamed) return [renamedHeader(renamed[0])];
    const remedy = `Send WWW-Authenticate: Bearer${found ? ` resource_metadata="${found.url}"` : ''} with each 401.`;
    return [
      {
        seen:
          written === null
            ? '401 came without WWW-Authenticate'
            : `401 came with WWW-Authenticate: ${clipped(written, 300)}`,
        expected: 'WWW-Authenticate: Bearer resource_metadata="…"',
        remedy: found ? remedy : `${remedy} ${ifOAuthWasMeant}`,
        fault: 'mcp-server',
        severity: found ? 'warning' : 'note',
      },
    ];
  },
};

/** Without a word of OAuth, a server is taken for one of keys, which its author may not have meant. */
const ifOAuthWasMeant =
  'If a sign-in by OAuth was meant, publish the metadata of the resource (RFC 9728 §3), and name it there as resource_metadata.';

const resourceMetadata: Check = {
  id: 'challenge.resource-metadata',
  section: 'RFC 9728 §5.1',
  asks: 'Does the challenge name the metadata of the resource, in a form that every host reads?',
  after: ['challenge.bearer'],
  unless: unlessOpen,
  async judge(probe) {
    const { challenge } = probe.learned;
    const { found, where } = await documentsOf(probe);
    if (!challenge || !bearerOf(challenge) || (!found && where === undefined)) return [];
    const seen = `401 came with WWW-Authenticate: ${clipped(challenge.headers.get('www-authenticate') ?? 'nothing', 300)}`;
    const common = { seen, fault: 'mcp-server' as const };
    if (where !== undefined) return formFaults(challenge, where).map((each) => ({ ...common, ...each }));
    const remedy = `Add resource_metadata="${found?.url ?? ''}" to the challenge.`;
    return [{ ...common, expected: 'resource_metadata in a Bearer challenge', remedy, severity: 'warning' }];
  },
};

const renamedHeader = (name: string): Found => ({
  seen: `401 came with ${clipped(name)} in the place of WWW-Authenticate`,
  expected: 'WWW-Authenticate as the server sent it',
  remedy: 'Let the gateway in front pass WWW-Authenticate under its own name, or serve it past that gateway.',
  fault: 'network',
  severity: 'warning',
});

/** What narrow readers stumble over. */
function formFaults(challenge: Exchange, where: string): Array<Pick<Found, 'severity' | 'expected' | 'remedy'>> {
  const written = challenge.headers.get('www-authenticate') ?? '';
  const [first] = challengesOf(challenge);
  return [
    !URL.canParse(where) && {
      severity: 'problem' as const,
      expected: 'a whole URL as resource_metadata',
      remedy: 'Name the metadata by its whole URL.',
    },
    where.startsWith('http:') &&
      new URL(challenge.url).protocol === 'https:' && {
        severity: 'problem' as const,
        expected: 'an https address as resource_metadata',
        remedy: 'Behind a proxy that ends TLS, tell the server its https address.',
      },
    !/resource_metadata\s*=\s*"/i.test(written) && {
      severity: 'warning' as const,
      expected: 'resource_metadata in quotes',
      remedy: 'Put the URL in quotes: some hosts look for them.',
    },
    !isBearer(first) && {
      severity: 'warning' as const,
      expected: 'Bearer as the first challenge',
      remedy: 'Send the Bearer challenge first: some hosts read one alone.',
    },
    bearerOf(challenge)?.parameters['error'] !== undefined && {
      severity: 'note' as const,
      expected: 'no error, when no credential came',
      remedy: 'Leave error out until a credential was sent (RFC 6750 §3.1).',
    },
  ].filter((each) => each !== false);
}

export const challengeChecks: readonly Check[] = [status, bearer, resourceMetadata];
