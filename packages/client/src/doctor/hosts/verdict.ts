/** What one host makes of a server: it connects, it doesn't, or nobody knows; unknown is never counted as no. */
import type { HostProfile } from '@granthouse/host-profiles';
import type { Probe } from '../probe.ts';
import type { Finding } from '../report.ts';

export interface Verdict {
  /** The id of its profile. */
  readonly host: string;
  readonly name: string;
  readonly connects: 'yes' | 'no' | 'unknown';
  /** In one sentence: `OAuth, dynamic registration found`, `it registers cursor://…, which was answered 400`. */
  readonly because: string;
  /** Ids of the checks whose findings stop it. */
  readonly checks: readonly string[];
}

export interface Seen {
  readonly probe: Probe;
  readonly findings: readonly Finding[];
  readonly passed: readonly string[];
}

export function verdictOf(host: HostProfile, { findings }: Seen): Verdict {
  const known = { host: host.id, name: host.name };
  const stops = findings.filter(({ severity, hosts }) => hosts?.includes(host.id) ?? severity === 'problem');
  const [first] = stops;
  if (first) return { ...known, connects: 'no', because: first.seen, checks: stops.map(({ check }) => check) };
  return { ...known, connects: 'unknown', because: 'nothing was found that stops it', checks: [] };
}
