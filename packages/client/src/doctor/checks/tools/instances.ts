/** Whether all instances behind the address know the same: a token, and a session that one of them began (MCP 2025-11-25, transports, session management). */
import { firstRequest, memberOf, said } from '../../answers.ts';
import type { Check, Found } from '../../check.ts';
import type { Exchange, Probe } from '../../probe.ts';
import { credentialOf, noWayIn } from './tool-call.ts';

/** At once, so that each has a connection of its own and a balancer spreads them. */
const askers = 6;

export const instancesAgree: Check = {
  id: 'transport.instances',
  section: 'MCP 2025-11-25, transports, session management',
  asks: 'Do all instances behind the address take the same credential, and know a session that one of them began?',
  after: ['transport.streamable-http'],
  unless: noWayIn,
  async judge(probe) {
    const headers = { ...firstRequest.headers, ...(await credentialOf(probe).fields()) };
    const begun = await atOnce(probe, () => ({ ...firstRequest, headers }));
    const first = begun.find(({ status }) => status < 300);
    const refused = begun.find(({ status }) => status === 401 || status === 403);
    if (first && refused) return [unequal(begun.filter(({ status }) => status >= 400).length, refused)];
    const session = first?.headers.get('mcp-session-id');
    if (!first || !session) return [];
    return judgeSession(probe, { ...headers, 'mcp-session-id': session, 'mcp-protocol-version': revisionOf(first) });
  },
};

async function judgeSession(probe: Probe, headers: Record<string, string>): Promise<Found[]> {
  const { ask, endpoint } = probe;
  const initialized = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' });
  await ask(endpoint, { method: 'POST', headers, body: initialized });
  // Some refuse an id that is being answered already (JSON-RPC 2.0 §4).
  const listed = await atOnce(probe, (place) => {
    return { method: 'POST', headers, body: JSON.stringify({ jsonrpc: '2.0', id: place + 2, method: 'tools/list' }) };
  });
  const lost = listed.filter(({ status }) => status === 404 || status === 400);
  const [one] = lost;
  return one ? [forgotten(lost.length, one)] : [];
}

function atOnce({ ask, endpoint }: Probe, init: (place: number) => RequestInit): Promise<Exchange[]> {
  return Promise.all(Array.from({ length: askers }, (_, place) => ask(endpoint, { ...init(place), again: true })));
}

function revisionOf({ json }: Exchange): string {
  const revision = memberOf(memberOf(json, 'result'), 'protocolVersion');
  return typeof revision === 'string' ? revision : '2025-11-25';
}

const unequal = (refused: number, example: Exchange): Found => ({
  seen: `of ${askers} requests with one credential, ${refused} were refused: ${said(example)}`,
  expected: 'the same answer from every instance',
  remedy: 'Let all instances verify with the same keys and the same store.',
  fault: 'mcp-server',
  severity: 'problem',
});

const forgotten = (lost: number, example: Exchange): Found => ({
  seen: `of ${askers} requests in one session, ${lost} were answered ${said(example)}`,
  expected: 'a session that every instance knows',
  remedy:
    'Serve without sessions, keep them in a store that all share, or let the balancer send a session to one instance.',
  fault: 'mcp-server',
  severity: 'problem',
});
