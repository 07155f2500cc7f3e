/** What a server makes of GET and OPTIONS, with which some hosts begin (MCP 2025-11-25, transports; Fetch standard). */
import { clipped, hostsWhich, said } from '../answers.ts';
import type { Check } from '../check.ts';
import { unlessOpen } from './challenge.ts';
import { documentsOf, isMetadata } from './published/resource-documents.ts';

const firstByGet: Check = {
  id: 'challenge.get',
  section: 'MCP 2025-11-25, transports, listening',
  asks: 'Is a GET without a credential answered 401 as well, for the hosts that begin with it?',
  stopsNobody: true,
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
    if (hosts.length === 0) return [];
    // Without a challenge those look where the metadata has to be, and go on with a POST at 405.
    const { path, root } = await documentsOf(probe);
    const isFound = opened.status === 405 || isMetadata(path) || isMetadata(root);
    return isFound ? [{ ...common, severity: 'note' }] : [{ ...common, severity: 'warning', hosts }];
  },
};

const browserHosts: Check = {
  id: 'challenge.browser',
  section: 'Fetch standard, CORS protocol',
  asks: 'Can hosts that run in a browser page ask, and read the challenge?',
  stopsNobody: true,
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

export const otherMethodChecks: readonly Check[] = [firstByGet, browserHosts];
