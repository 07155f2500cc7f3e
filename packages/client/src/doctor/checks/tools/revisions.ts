/** Whether each host is known to speak a revision of MCP that the server speaks, by the one that the server chooses (MCP 2025-11-25, lifecycle, version negotiation). */
import type { HostProfile } from '@granthouse/host-profiles';
import { clipped, firstRequest, isMcp, memberOf, said } from '../../answers.ts';
import type { Check, Found } from '../../check.ts';
import { hostName } from '../../hosts/host-name.ts';
import type { Exchange, Probe } from '../../probe.ts';
import { credentialOf, noWayIn } from './tool-call.ts';

/** From here on nothing is negotiated at the beginning: each request names its revision. */
const firstWithoutBeginning = '2026-07-28';

export const sharesRevision: Check = {
  id: 'transport.revisions',
  section: 'MCP 2025-11-25, lifecycle, version negotiation',
  asks: 'Does the server choose a revision of MCP that each host is known to speak?',
  after: ['transport.instances'],
  unless: noWayIn,
  async judge(probe) {
    const apart = new Map<string, HostProfile[]>();
    for (const host of probe.hosts) {
      const newest = newestOf(host);
      if (newest === undefined || isShared(host, await begun(probe, newest))) continue;
      apart.set(newest, [...(apart.get(newest) ?? []), host]);
    }
    const found: Found[] = [];
    for (const [newest, hosts] of apart) found.push(told(hosts, newest, await begun(probe, newest)));
    return found;
  },
};

/** One that doesn't begin any more is asked without a beginning by whoever knows how. */
function isShared({ mcp: { revisions } }: HostProfile, answer: Exchange): boolean {
  // Whoever is let in nowhere, or finds nothing there, learns nothing of revisions.
  if (answer.status !== 400 && !isMcp(answer)) return true;
  return revisions.includes(chosenIn(answer) ?? firstWithoutBeginning);
}

function chosenIn({ json }: Exchange): string | undefined {
  const chosen = memberOf(memberOf(json, 'result'), 'protocolVersion');
  return typeof chosen === 'string' ? chosen : undefined;
}

const newestOf = ({ mcp: { revisions } }: HostProfile): string | undefined =>
  revisions
    .filter((each) => each < firstWithoutBeginning)
    .toSorted()
    .at(-1);

async function begun(probe: Probe, protocolVersion: string): Promise<Exchange> {
  const headers = { ...firstRequest.headers, ...(await credentialOf(probe).fields()) };
  const message = JSON.parse(firstRequest.body) as { params: object };
  const body = JSON.stringify({ ...message, params: { ...message.params, protocolVersion } });
  return probe.ask(probe.endpoint, { method: 'POST', headers, body });
}

const told = (hosts: readonly HostProfile[], newest: string, answer: Exchange): Found => ({
  seen: `${hosts.map(hostName).join(', ')}: the revision ${newest} was answered ${chosenWords(answer)}`,
  expected: `the revision ${newest}, or another that the host speaks`,
  remedy: `Speak ${newest} as well.`,
  fault: 'mcp-server',
  // A host may speak more than is known of it.
  severity: 'note',
  hosts: [],
});

function chosenWords(answer: Exchange): string {
  const chosen = chosenIn(answer);
  if (chosen === undefined) return `${said(answer)}, and they are not known to speak another`;
  return `with ${clipped(chosen)}, which they are not known to speak`;
}
