/** What a check is: data. It names its section, what it asks, how it judges what was seen, and what mends it. */
import type { Probe } from './probe.ts';

/** Whose fault a finding is: of the MCP server, its authorization server, the network between, the credential, or of one host. */
export type Fault = 'mcp-server' | 'authorization-server' | 'network' | 'credential' | 'host';

/** `problem`: hosts can't connect, or nobody should; `warning`: some can't, or it will break; `note`: worth knowing. */
export type Severity = 'problem' | 'warning' | 'note';

/** What a check found, for people; `seen` is redacted before it gets here. */
export interface Found {
  readonly seen: string;
  readonly expected: string;
  /** The one change that mends it. */
  readonly remedy: string;
  readonly fault: Fault;
  readonly severity: Severity;
  /** Ids of hosts that it stops; absent when it stops all that come this way. */
  readonly hosts?: readonly string[];
}

export interface Check {
  /** Such as `challenge.resource-metadata`: the room it is in, and what it looks at. */
  readonly id: string;
  /** Where the expectation is written: `RFC 9728 §5.1`, `MCP 2025-11-25, authorization`, or the page of a host. */
  readonly section: string;
  /** The question in one sentence, as docs/doctor.md shows it. */
  readonly asks: string;
  /** Which permission of the person it needs, besides reading. */
  readonly needs?: 'register' | 'sign-in' | 'credential';
  /** Hosts connect whatever it finds: it looks at what is dangerous, or troubles them later. */
  readonly stopsNobody?: true;
  /** Ids of checks whose pass it builds on; it is skipped when one of them failed, or was skipped: for the same reason. */
  readonly after?: readonly string[];
  /** Why there is nothing to judge here, such as `the server asks for no credential`; undefined when there is. */
  unless?(probe: Probe): string | undefined;
  /** Nothing when all is well. A ClientError that it throws is a problem, told in the words of the error. */
  judge(probe: Probe): Promise<readonly Found[]>;
}
