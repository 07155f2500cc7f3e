/** What an examination ends with: data, without secrets, for a person's terminal and for machines alike. */
import type { Check, Found } from './check.ts';
import type { LeftClient } from './clients.ts';
import type { Learned } from './probe.ts';
import type { Verdict } from './hosts/verdict.ts';

export interface Finding extends Found {
  /** The id of the check. */
  readonly check: string;
  /** Where the expectation is written. */
  readonly section: string;
}

export interface SkippedCheck {
  readonly check: string;
  readonly reason: string;
  /** The permission that would let it be made. */
  readonly needs?: Check['needs'];
}

/** What went over the wire, without secrets; `text` is the beginning of the answer. */
export interface ToldExchange {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface Report {
  readonly endpoint: string;
  /** Through which it was asked: where its name leads, and its certificate, could not be seen. */
  readonly proxy?: string;
  /** How the server lets people in, when that could be seen. */
  readonly way?: NonNullable<Learned['way']>;
  /** Ids of the checks that found no fault. */
  readonly passed: readonly string[];
  /** The worst first. */
  readonly findings: readonly Finding[];
  readonly skipped: readonly SkippedCheck[];
  /** One for each host that was asked about. */
  readonly verdicts: readonly Verdict[];
  readonly exchanges: readonly ToldExchange[];
  /** Clients that the doctor registered and could not remove; absent when there are none. */
  readonly left?: readonly LeftClient[];
}
