/** The authorization servers that a resource names beside the first: which one is taken is for the host to choose (RFC 9728 §7.6). */
import { ClientError } from '../../client-error.ts';
import { clipped, memberOf } from '../answers.ts';
import type { Check, Found } from '../check.ts';
import type { Probe } from '../probe.ts';
import { noServerMetadata } from './published/no-server-metadata.ts';
import { serverDocumentsOf } from './published/server-documents.ts';
import { unlessOAuth } from './resource-metadata.ts';
import { endpointsInClear, otherIssuer } from './server-metadata.ts';
import { withoutS256 } from './server-offer.ts';

/** Beside the first; nobody is sent around the internet by a list. */
const most = 2;

export const judgesOthers: Check = {
  id: 'server-metadata.others',
  section: 'MCP 2025-11-25, authorization server location; RFC 9728 §7.6',
  asks: 'Where several authorization servers are named, can hosts that choose a later one use that, too?',
  stopsNobody: true,
  after: ['resource-metadata.authorization-servers'],
  unless: unlessOAuth,
  async judge(probe) {
    const others = othersOf(probe);
    const found: Found[] = [];
    for (const issuer of others.slice(0, most)) {
      const faults = await faultOf(issuer, probe);
      if (faults.length === 0) probe.learned.hasOtherServer = true;
      found.push(...faults);
    }
    return others.length > most ? [...found, tooMany(others.length + 1)] : found;
  },
};

function othersOf({ learned }: Probe): readonly string[] {
  const [first, ...others] = new Set(learned.resourceMetadata?.authorization_servers);
  return others.filter((issuer) => issuer !== first);
}

/** The first fault, from which the others often follow. */
async function faultOf(issuer: string, probe: Probe): Promise<Found[]> {
  try {
    const documents = await serverDocumentsOf(issuer, probe);
    const document = documents.found?.json;
    const [fault] = [
      ...(await noServerMetadata(documents, probe)),
      ...(document === undefined ? [] : await otherIssuer(issuer, document, probe)),
      ...endpointsInClear(document),
      ...withoutS256(memberOf(document, 'code_challenge_methods_supported')),
    ];
    return fault ? [{ ...fault, seen: of(issuer, fault.seen), severity: 'warning' }] : [];
  } catch (error) {
    // Where nothing is asked any more, nothing is known of this one.
    if (!(error instanceof ClientError) || probe.spent() !== undefined) throw error;
    return [gone(issuer, error.message)];
  }
}

const of = (issuer: string, seen: string) =>
  seen.includes(new URL(issuer).host) ? seen : `at ${clipped(issuer, 300)}, ${seen}`;

const gone = (issuer: string, why: string): Found => ({
  seen: of(issuer, why),
  expected: 'metadata of each authorization server that the resource names',
  remedy: `Take ${clipped(issuer, 300)} out of authorization_servers: a host that chooses it goes no further.`,
  fault: 'mcp-server',
  severity: 'warning',
});

const tooMany = (all: number): Found => ({
  seen: `the resource names ${all} authorization servers, of which ${most + 1} were looked at`,
  expected: 'few of them, and the one that hosts shall take as the first',
  remedy: 'Leave in authorization_servers only those at which people sign in for this server.',
  fault: 'mcp-server',
  severity: 'note',
});
