/** Whether what answers is an MCP server over Streamable HTTP, at the very address that was given (MCP 2025-11-25, transports). */
import { isSpecialUse } from '@granthouse/network';
import { asJson, clipped, firstRequest, isMcp, isRedirect, isWebPage, said, speaksOfCredentials } from '../answers.ts';
import { isEventStream } from '../../network/bounded-answer.ts';
import type { Check, Found } from '../check.ts';
import type { Exchange, Probe } from '../probe.ts';

const section = 'MCP 2025-11-25, transports';
const begin = ({ ask, endpoint }: Probe) => ask(endpoint, firstRequest);

const redirect: Check = {
  id: 'transport.redirect',
  section,
  asks: 'Does it answer where it is asked, and send nobody elsewhere?',
  after: ['network.certificate'],
  async judge(probe) {
    const first = await begin(probe);
    if (!isRedirect(first)) return [];
    const { endpoint } = probe;
    const to = first.headers.get('location') ?? '';
    const target = URL.canParse(to, endpoint.href) ? new URL(to, endpoint) : undefined;
    // A sign-in page of a gateway: no host has a browser there.
    const isGate = target !== undefined && target.origin !== endpoint.origin && target.pathname !== endpoint.pathname;
    // Whoever asks by fetch comes along, with the body and the credential (Fetch standard, HTTP-redirect fetch).
    if (target?.origin === endpoint.origin && (first.status === 307 || first.status === 308)) {
      probe.learned.isFollowed = true;
    }
    const remedy = isGate
      ? 'Let the gateway or proxy in front pass requests to this path, and let the server answer 401 itself.'
      : `Give hosts the address that it leads to, ${clipped(target?.href ?? to)}.`;
    return [
      {
        seen: `POST ${endpoint.pathname} was answered ${said(first)}`,
        expected: 'an answer at this address: no credential follows to another origin, and not every host follows',
        remedy,
        fault: isGate ? 'network' : 'mcp-server',
        severity: 'problem',
      },
    ];
  },
};

const streamableHttp: Check = {
  id: 'transport.streamable-http',
  section,
  asks: 'Is a POST answered as MCP over Streamable HTTP, rather than by a web page, HTTP+SSE or nothing?',
  after: ['transport.redirect'],
  async judge(probe) {
    const first = await begin(probe);
    probe.learned.challenge = first;
    if (isHostRefused(first)) return [hostRefused(first, probe.endpoint)];
    if (isMcp(first) || first.status === 401 || isRefusal(first)) return [];
    const seen = `POST ${probe.endpoint.pathname} was answered ${said(first)}`;
    const expected = 'an answer of JSON-RPC, or 401';
    const common = { seen, expected, severity: 'problem' as const };
    if (first.status === 403) return [{ ...common, ...gateway }];
    if (first.status === 429) return [{ ...common, ...tooMany }];
    if (first.status >= 502 && first.status <= 504) return [{ ...common, ...lost }];
    if (first.status >= 500) return [{ ...common, ...broken }];
    return [{ ...common, ...(await whatItIs(first, probe)) }];
  },
};

/** As the SDKs say it, against names that lead to this machine and are not its own (DNS rebinding). */
const isHostRefused = ({ status, text }: Exchange) =>
  (status === 403 || status === 421) && /\binvalid host\b|\bhost\b[^.]{0,40}\bnot allowed\b/i.test(text);

const hostRefused = (first: Exchange, { host, pathname }: URL): Found => ({
  seen: `POST ${pathname} was answered ${said(first)}`,
  expected: `an answer under the name ${host}`,
  remedy: `Add ${host} to the hosts that the server allows (allowedHosts, allowed_hosts): it takes this name for a foreign one.`,
  fault: 'mcp-server',
  severity: 'problem',
});

type Part = Pick<Found, 'remedy' | 'fault'> & { readonly seen?: string };

/** Of a server, which says so in JSON or by nothing but the status; gateways have pages. `challenge.status` judges it. */
const isRefusal = (first: Exchange) =>
  (first.status === 403 &&
    (first.json !== undefined || first.text.trim() === '' || first.headers.has('www-authenticate'))) ||
  (first.status === 400 && speaksOfCredentials(first));

const gateway: Part = {
  remedy: 'Let the firewall or gateway in front pass requests of programs to this path; without a token, answer 401.',
  fault: 'network',
};
const tooMany: Part = { remedy: 'Wait, and let the limit of requests leave room for hosts.', fault: 'mcp-server' };
const lost: Part = {
  remedy: 'See whether the server runs, and whether the proxy in front leads to it.',
  fault: 'network',
};
const broken: Part = { remedy: 'See in the log of the server why it failed.', fault: 'mcp-server' };
const oldTransport: Part = {
  remedy: 'Serve Streamable HTTP: the SDKs have a transport for it; HTTP+SSE was replaced in 2025.',
  fault: 'mcp-server',
};

async function whatItIs(first: Exchange, probe: Probe): Promise<Part> {
  const { endpoint, ask } = probe;
  const stream = await oldStream(probe);
  if (stream !== undefined) {
    probe.learned.transport = 'http+sse';
    return {
      ...oldTransport,
      seen: `GET ${stream} opens a stream of HTTP+SSE, and a POST was answered ${said(first)}`,
    };
  }
  const page = isWebPage(first) ? first : await ask(endpoint, asJson);
  if (/\bstdio\b|\bnpx -?-?\w|"command"\s*:/i.test(page.text)) {
    const seen = `the page at ${endpoint.pathname} tells how to start a server of stdio, and a POST was answered ${said(first)}`;
    return { seen, remedy: 'Run the server with Streamable HTTP, and give hosts that address.', fault: 'mcp-server' };
  }
  const other = new URL('/mcp', endpoint);
  if (endpoint.pathname !== '/mcp') {
    const there = await ask(other, firstRequest);
    if (isMcp(there) || there.status === 401) return { remedy: `Give hosts ${other.href}.`, fault: 'mcp-server' };
  }
  const remedy =
    endpoint.pathname === '/mcp'
      ? 'Give hosts the path at which the server mounts its MCP endpoint: /mcp is not it.'
      : 'Give hosts the path at which the server mounts its MCP endpoint, which is often /mcp.';
  return { remedy, fault: 'mcp-server' };
}

/** Where HTTP+SSE begins: with a GET, and an event that names where to post (MCP 2024-11-05, transports). */
async function oldStream({ endpoint, ask }: Probe): Promise<string | undefined> {
  for (const url of new Set([endpoint.href, new URL('sse', endpoint).href])) {
    const opened = await ask(url, { headers: { accept: 'text/event-stream' } });
    if (isEventStream(opened.headers) && /^event: ?endpoint/m.test(opened.text)) return new URL(url).pathname;
  }
  return undefined;
}

const foreignOrigin: Check = {
  id: 'transport.origin',
  section: 'MCP 2025-11-25, transports, security warning',
  asks: 'Is a page of another site refused?',
  stopsNobody: true,
  after: ['transport.streamable-http'],
  async judge(probe) {
    const headers = { ...firstRequest.headers, origin: 'https://elsewhere.example' };
    const foreign = await probe.ask(probe.endpoint, { ...firstRequest, headers });
    if (foreign.status === 403 || foreign.status === 421) return [];
    const isNear = await probe.addresses().then((all) => all.some(isSpecialUse));
    return [
      {
        seen: `a request with Origin: https://elsewhere.example was answered ${said(foreign)}`,
        expected: '403, for an Origin that is not known',
        remedy: 'Check the Origin header before anything else, and answer 403 to those that are not known.',
        fault: 'mcp-server',
        // A page that a person visits reaches what their machine does, and has no credential to show there.
        severity: isNear && foreign.status !== 401 ? 'warning' : 'note',
      },
    ];
  },
};

export const transportChecks: readonly Check[] = [redirect, streamableHttp, foreignOrigin];
