/** Which tools go beyond what the hosts take that were asked about: names, schemas, and how many (MCP, tools; the hosts' own limits). */
import { toolLimitFact, toolLimitsOf, type HostProfile, type LimitEffect } from '@granthouse/host-profiles';
import { checkTools, type LimitFinding } from '@granthouse/openapi-tools/limits';
import type { ListedTool } from '../../../connection/connection.ts';
import { clipped } from '../../answers.ts';
import type { Check, Found } from '../../check.ts';
import { hostName } from '../../hosts/host-name.ts';
import { noWayIn } from './tool-call.ts';
import { named } from './tool-finding.ts';

export const fitsHosts: Check = {
  id: 'tools.hosts',
  section: 'the limits of each host, as its profile has them',
  asks: 'Does each host take all of the tools: their names, their schemas, and how many they are?',
  after: ['tools.listed'],
  unless: noWayIn,
  judge({ hosts, learned: { tools = [] } }) {
    const groups = new Map<string, Beyond>();
    for (const host of hosts) for (const beyond of beyondOf(host, tools)) merge(groups, beyond);
    return Promise.resolve([...groups.values()].map(told));
  },
};

/** One limit that is the same for some hosts. */
interface Beyond {
  readonly limit: LimitFinding['limit'];
  readonly allowed: string;
  readonly effect: LimitEffect;
  readonly hosts: readonly HostProfile[];
  readonly tools: readonly string[];
  readonly found: string;
}

function beyondOf(host: HostProfile, tools: readonly ListedTool[]): Beyond[] {
  const known = tools.map((tool) => ({ description: '', ...tool })) as unknown as Parameters<typeof checkTools>[0];
  const { findings } = checkTools(known, toolLimitsOf(host));
  const firsts = findings.filter(({ limit }, index) => findings.findIndex((each) => each.limit === limit) === index);
  return firsts.map(({ limit, allowed, found }) => {
    const own = findings.filter((each) => each.limit === limit);
    const effect = toolLimitFact(host, limit)?.effect ?? 'unknown';
    const broken = [...new Set(own.flatMap(({ tool }) => tool ?? []))];
    return { limit, allowed, effect, hosts: [host], tools: broken, found };
  });
}

function merge(groups: Map<string, Beyond>, beyond: Beyond): void {
  const { limit, allowed, effect, hosts } = beyond;
  const key = JSON.stringify([limit, allowed, effect]);
  const known = groups.get(key);
  groups.set(key, known ? { ...known, hosts: [...known.hosts, ...hosts] } : beyond);
}

/** A host whose requests are refused, or who leaves the server out, is stopped; one that leaves a tool out is not. */
function told({ limit, allowed, effect, hosts, tools, found }: Beyond): Found {
  const names = hosts.map(hostName).join(', ');
  const isStopped = effect === 'request-refused' || effect === 'server-refused';
  const isName = tools.length === 1 && tools[0] === found;
  const what = tools.length === 0 || isName ? clipped(found, 100) : `${named(tools)} (${clipped(found, 100)})`;
  return {
    seen: `${what}: ${effects[effect]} ${names}`,
    expected: `${subjects[limit]} ${allowed}`,
    remedy:
      limit === 'toolCount' || limit === 'listBytes'
        ? fewer
        : `Keep all ${subjects[limit].split(' ')[0]}s within that.`,
    fault: 'mcp-server',
    severity: isStopped || effect === 'tool-dropped' ? 'warning' : 'note',
    hosts: isStopped ? hosts.map(({ id }) => id) : [],
  };
}

const fewer = 'List fewer tools, or put what they do into fewer, or find them by a search.';

const effects: Readonly<Record<LimitEffect, string>> = {
  'request-refused': 'no tool works any more in',
  'server-refused': 'the server has no tools in',
  'tool-dropped': 'left out by',
  altered: 'changed by',
  warned: 'people are warned by',
  unknown: 'it is not known what follows in',
};

const subjects: Readonly<Record<LimitFinding['limit'], string>> = {
  namePattern: 'name of a tool that matches',
  nameLength: 'name of a tool of at most',
  qualifiedName: 'name of a tool of at most',
  keyPattern: 'argument whose name matches',
  keyLength: 'argument whose name has at most',
  refusedAtRoot: 'schema with',
  refusedKeywords: 'schema with',
  singleTypes: 'schema with',
  arrayItems: 'schema of an array with',
  toolCount: 'list of at most',
  descriptionLength: 'description of at most',
  listBytes: 'list of at most',
};
