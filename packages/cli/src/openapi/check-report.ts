/** What each host refuses of the tools of a document, as data: what `granthouse openapi check --json` prints. */
import { toolLimitFact, type HostProfile, type LimitFact } from '@granthouse/host-profiles';
import {
  checkTools,
  type LimitFinding,
  type Problem,
  type SkippedOperation,
  type ToolLimits,
} from '@granthouse/openapi-tools';
import type { Planned } from './planned.ts';

export interface CheckReport {
  readonly tools: number;
  /** Of the list as JSON, in UTF-8. */
  readonly listBytes: number;
  /** What is wrong in the document, and was mended or left out. */
  readonly problems: readonly Problem[];
  readonly skipped: readonly SkippedOperation[];
  readonly hosts: readonly HostReport[];
}

export interface HostReport {
  readonly id: string;
  readonly name: string;
  /** False: nothing is known of what it takes, which is no promise. */
  readonly known: boolean;
  /** Names of the tools that can't be used there. */
  readonly refused: readonly string[];
  readonly breaches: readonly Breach[];
}

/** One limit that tools go beyond. */
export interface Breach {
  readonly limit: LimitFinding['limit'];
  readonly allowed: string;
  /** Whether tools are refused for it; otherwise the host changes them, or warns. */
  readonly refuses: boolean;
  readonly effect: LimitFact<unknown>['effect'];
  readonly confidence: LimitFact<unknown>['confidence'];
  readonly source: string;
  readonly date: string | null;
  readonly notes: readonly string[];
  /** Whether the option `limits` of openApiTools mends it. */
  readonly mended: boolean;
  readonly places: readonly Pick<LimitFinding, 'tool' | 'at' | 'found'>[];
}

const notMended = new Set<LimitFinding['limit']>(['toolCount', 'listBytes']);

interface Measures {
  /** Of each host, in their order. */
  readonly limits: readonly ToolLimits[];
  /** Whether the tools are shown within these limits: what goes beyond then is not mended. */
  readonly isMended: boolean;
}

export function checkReport(
  { tools, problems, skipped }: Planned,
  profiles: readonly HostProfile[],
  { limits, isMended }: Measures,
): CheckReport {
  const definitions = [...tools.values()].map(({ definition }) => definition);
  const { toolCount, listBytes } = checkTools(definitions, {});
  const hosts = profiles.map((profile, index): HostReport => {
    const found = breachesOf(checkTools(definitions, limits[index] ?? {}).findings, profile);
    const breaches = isMended ? found.map((breach) => ({ ...breach, mended: false })) : found;
    const refusals = breaches.filter(({ refuses }) => refuses).flatMap(({ places }) => places);
    const isWhole = refusals.some(({ tool }) => tool === undefined);
    const refused = isWhole ? [...tools.keys()] : [...new Set(refusals.flatMap(({ tool }) => tool ?? []))];
    return { id: profile.id, name: profile.name, known: profile.tool_limits !== undefined, refused, breaches };
  });
  return { tools: toolCount, listBytes, problems, skipped, hosts };
}

function breachesOf(findings: readonly LimitFinding[], profile: HostProfile): Breach[] {
  const groups = new Map<string, LimitFinding[]>();
  for (const finding of findings) {
    const key = `${finding.limit} ${finding.allowed}`;
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  const breaches = [...groups.values()].flatMap((group) => {
    const [first] = group;
    const fact = first && toolLimitFact(profile, first.limit);
    if (!first || !fact) return [];
    const { effect, confidence, source, date, notes = [] } = fact;
    const places = group.map(({ tool, at, found }) => ({ ...(tool !== undefined && { tool }), at, found }));
    const refuses = effect !== 'altered' && effect !== 'warned';
    const { limit, allowed } = first;
    return [
      { limit, allowed, refuses, effect, confidence, source, date, notes, mended: !notMended.has(limit), places },
    ];
  });
  return breaches.toSorted((one, other) => Number(other.refuses) - Number(one.refuses));
}
