/** How a server says that it wants a credential, and what it makes of a wrong one (RFC 6750 §3, RFC 9728 §5.1). */
import { parseChallenges, type Challenge } from '@granthouse/protocol';
import { clipped, firstRequest, hostsWhich, memberOf, said } from '../answers.ts';
import type { Check, Found } from '../check.ts';
import type { Exchange, Probe } from '../probe.ts';
import { documentsOf } from './resource-documents.ts';

const challengesOf = ({ headers }: Exchange): Challenge[] => parseChallenges(headers.get('www-authenticate') ?? '');

export const bearerOf = (exchange: Exchange): Challenge | undefined => challengesOf(exchange).find(isBearer);

const isBearer = (challenge: Challenge | undefined) => /^(?:bearer|dpop)$/i.test(challenge?.scheme ?? '');

/** Why nothing of a challenge can be judged. */
export const unlessOpen = ({ learned }: Probe) =>
  learned.challenge?.status === 401 ? undefined : 'the server asks for no credential';

const status: Check = {
  id: 'challenge.status',
  section: 'RFC 6750 §3.1; MCP 2025-11-25, authorization, error handling',
  asks: 'Is a request without a credential answered 401, where one is needed?',
  after: ['transport.streamable-http'],
  async judge({ learned, endpoint, ask }) {
    const first = learned.challenge ?? (await ask(endpoint, firstRequest));
    if (first.status === 401) return [];
    if (!speaksOfCredentials(first)) {
      learned.way = 'open';
      return [];
    }
    return [
      {
        seen: `a request without a credential was answered ${said(first)}`,
        expected: '401: it alone makes a host begin to sign in',
        remedy: 'Answer 401 with a WWW-Authenticate challenge when the credential is missing.',
        fault: 'mcp-server',
        severity: 'problem',
      },
    ];
  },
};

function speaksOfCredentials({ status: code, headers, text, json }: Exchange): boolean {
  if (code === 403 || headers.has('www-authenticate')) return true;
  const isError = code >= 400 || memberOf(json, 'error') !== undefined;
  return (
    isError &&
    /unauthori[sz]ed|authenticat|forbidden|api[-_ ]?key|(?:missing|invalid|no|access)[-_ ]token|credential/i.test(text)
  );
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
    const parameter = found ? ` resource_metadata="${found.url}"` : '';
    return [
      {
        seen:
          written === null
            ? '401 came without WWW-Authenticate'
            : `401 came with WWW-Authenticate: ${clipped(written)}`,
        expected: 'WWW-Authenticate: Bearer resource_metadata="…"',
        remedy: `Send WWW-Authenticate: Bearer${parameter} with each 401.`,
        fault: 'mcp-server',
        severity: found ? 'warning' : 'note',
      },
    ];
  },
};

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
    const seen = `WWW-Authenticate: ${clipped(challenge.headers.get('www-authenticate') ?? 'nothing')}`;
    const common = { seen, fault: 'mcp-server' as const };
    if (where !== undefined) return formFaults(challenge, where).map((each) => ({ ...common, ...each }));
    const remedy = `Add resource_metadata="${found?.url ?? ''}" to the challenge.`;
    return [{ ...common, expected: 'resource_metadata in a Bearer challenge', remedy, severity: 'warning' }];
  },
};

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
      expected: 'no error, when no credential came (RFC 6750 §3.1)',
      remedy: 'Leave error out until a credential was sent.',
    },
  ].filter((each) => each !== false);
}

const firstByGet: Check = {
  id: 'challenge.get',
  section: 'MCP 2025-11-25, transports, listening',
  asks: 'Is a GET without a credential answered 401 as well, for the hosts that begin with it?',
  after: ['challenge.status'],
  unless: unlessOpen,
  async judge(probe) {
    const opened = await probe.ask(probe.endpoint, { headers: { accept: 'text/event-stream' } });
    if (opened.status === 401) return [];
    const seen = `GET ${probe.endpoint.pathname} without a credential was answered ${said(opened)}`;
    const common = {
      seen,
      expected: '401',
      remedy: 'Ask for the credential before looking at the method.',
      fault: 'mcp-server' as const,
    };
    if (opened.status === 200) return [{ ...common, severity: 'problem' }];
    const hosts = hostsWhich(probe, ({ discovery }) => discovery.first_request === 'GET {mcp}');
    // Those go on with a POST at 405 (MCP 2025-11-25, transports); what else it may be stops them.
    if (hosts.length === 0) return [];
    return opened.status === 405 ? [{ ...common, severity: 'note' }] : [{ ...common, severity: 'warning', hosts }];
  },
};

const browserHosts: Check = {
  id: 'challenge.browser',
  section: 'Fetch standard, CORS protocol',
  asks: 'Can hosts that run in a browser page ask, and read the challenge?',
  after: ['transport.streamable-http'],
  async judge(probe) {
    const { ask, endpoint } = probe;
    const hosts = hostsWhich(probe, ({ http }) => http.browser_based);
    if (hosts.length === 0) return [];
    const origin = 'http://localhost:6274';
    const wanted = 'authorization, content-type, mcp-protocol-version';
    const asked = { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': wanted };
    const preflight = await ask(endpoint, { method: 'OPTIONS', headers: asked });
    const allowed = preflight.headers.get('access-control-allow-origin');
    if (preflight.status < 300 && (allowed === '*' || allowed === origin)) return [];
    return [
      {
        seen: `OPTIONS ${endpoint.pathname} was answered ${preflight.status} ${allowed === null ? 'without Access-Control-Allow-Origin' : `for ${clipped(allowed)}`}`,
        expected: '204 with Access-Control-Allow-Origin, before any credential is asked for',
        remedy: 'Answer OPTIONS with the headers of CORS, if people use hosts that run in a page.',
        fault: 'mcp-server',
        severity: 'note',
        hosts,
      },
    ];
  },
};

export const challengeChecks: readonly Check[] = [status, bearer, resourceMetadata, firstByGet, browserHosts];
