/** An examination: each check in its order, those that can't be judged with the reason why, and what every host makes of it. */
import { hostProfiles, type HostProfile } from '@granthouse/host-profiles';
import { ClientError } from '../client-error.ts';
import { noCredential, type Credential } from '../credentials/credential.ts';
import { guardedFetch, type GuardedFetchOptions } from '../network/guarded-fetch.ts';
import { proxyFor, shownProxy } from '../network/proxies.ts';
import { clipped } from './answers.ts';
import type { Check, Found } from './check.ts';
import { checks as allChecks } from './checks.ts';
import { verdictOf } from './hosts/verdict.ts';
import { type LeftClient, takeBackAll } from './clients.ts';
import type { GivenClient } from './probe.ts';
import { recordingProbe } from './recording-probe.ts';
import { redaction, type Redaction } from './redaction.ts';
import type { Finding, Report, SkippedCheck } from './report.ts';
import { endOf, troubleOf } from './trouble.ts';

export interface ExamineOptions {
  /** How far the doctor's own requests reach; by default the internet alone. */
  readonly network?: GuardedFetchOptions;
  /** What the person was given for this server; by default nothing. */
  readonly credential?: Credential;
  /** Whether clients may be registered; by default nothing but reading is allowed. */
  readonly register?: boolean;
  /** Sends the person's browser to where they sign in, as `signInHere` has it; without it nobody has to. */
  readonly open?: (url: URL, start: URL) => Promise<void>;
  /** As what the doctor signs in; by default as a client that it registers. */
  readonly client?: GivenClient;
  /** Whose verdict is asked for; by default every host that is known. */
  readonly hosts?: readonly HostProfile[];
  /** By default all, in their order. */
  readonly checks?: readonly Check[];
  /** Hears of each check before it is made, or skipped. */
  readonly onCheck?: (check: Check, place: { readonly number: number; readonly of: number }) => void;
  /** Milliseconds that the servers may take in all, a person's time aside; by default 300,000. */
  readonly timeLimit?: number;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** Throws TypeError for what is no URL; whatever the server does is in the report. */
export async function examine(url: string | URL, options: ExamineOptions = {}): Promise<Report> {
  const { network = {}, credential = noCredential, register = false, open, client, now = Date.now } = options;
  const { hosts = hostProfiles(), checks = allChecks, timeLimit = 300_000 } = options;
  const endpoint = new URL(url);
  const way = guardedFetch(network);
  const told = redaction();
  try {
    const shown = await credential.fields().catch(() => ({}));
    const secrets = [...Object.values(shown), ...endpoint.searchParams.values(), client?.clientSecret ?? ''];
    // Behind the name of a scheme, what is secret comes last; some addresses hold a key of their own.
    for (const secret of secrets) for (const part of [secret, secret.split(' ').at(-1) ?? '']) told.hide(part);
    const common = { endpoint, fetch: way.fetch, network, credential, open, client, hosts, timeLimit, now };
    const probe = recordingProbe({ ...common, redaction: told });
    const seen = await madeOf(checks, { probe, told, register, onCheck: options.onCheck });
    await probe.endSessions();
    const left = await takeBackAll(probe);
    const proxy = proxyFor(endpoint, network.proxies);
    return {
      endpoint: told.text(endpoint.href),
      ...(proxy && { proxy: shownProxy(proxy) }),
      ...(probe.learned.way && { way: probe.learned.way }),
      ...seen,
      verdicts: hosts.map((host) => verdictOf(host, { probe, ...seen })),
      exchanges: probe.exchanges.map((exchange) => told.exchange(exchange)),
      ...(left.length > 0 && { left: left.map((each) => toldClient(each, told)) }),
    };
  } finally {
    await way.close();
  }
}

const toldClient = ({ name, ...ids }: LeftClient, { text }: Redaction): LeftClient => ({
  issuer: text(clipped(ids.issuer, 200)),
  clientId: text(clipped(ids.clientId, 200)),
  ...(name !== undefined && { name: text(clipped(name)) }),
});

interface Course {
  readonly probe: ReturnType<typeof recordingProbe>;
  readonly told: Redaction;
  readonly register: boolean;
  readonly onCheck: ExamineOptions['onCheck'];
}

async function madeOf(checks: readonly Check[], course: Course) {
  const { probe, told, onCheck } = course;
  const passed: string[] = [];
  const findings: Finding[] = [];
  const skipped: SkippedCheck[] = [];
  /** Why what builds on a check is skipped. */
  const stops = new Map<string, Skip>();
  for (const [place, check] of checks.entries()) {
    const { id, section } = check;
    onCheck?.(check, { number: place + 1, of: checks.length });
    const outcome = skipOf(check, course, stops) ?? (await judged(check, probe));
    if ('reason' in outcome) {
      skipped.push({ check: id, ...outcome, reason: told.text(clipped(outcome.reason, mostWords)) });
      stops.set(id, outcome);
      continue;
    }
    const bounds = check.stopsNobody && { hosts: [] };
    findings.push(...outcome.map((each) => ({ check: id, section, ...bounds, ...each, ...toldIn(each, told) })));
    if (outcome.length === 0) passed.push(id);
    if (outcome.some(stopsAll)) stops.set(id, { reason: `it builds on ${id}, which failed` });
  }
  return { passed, findings: worstFirst(findings), skipped };
}

/** Of a stranger's words at most this much, and nothing that a terminal obeys, wherever they were quoted. */
const mostWords = 2_000;

const toldIn = ({ seen, expected, remedy }: Found, { text }: Redaction) => {
  const words = (each: string) => text(clipped(each, mostWords));
  return { seen: words(seen), expected: words(expected), remedy: words(remedy) };
};

type Skip = Omit<SkippedCheck, 'check'>;

const permissions = {
  register: 'it registers a client, which was not allowed',
  'sign-in': 'a person has to sign in for it, which was not allowed',
  credential: 'it needs a key or headers of the server, and none were given',
} as const;

function skipOf(check: Check, { probe, register }: Course, stops: ReadonlyMap<string, Skip>): Skip | undefined {
  const spent = probe.spent();
  if (spent !== undefined) return { reason: spent };
  const { needs, after = [] } = check;
  const given = { register, 'sign-in': probe.open, credential: probe.credential.kind !== 'none' };
  if (needs !== undefined && !given[needs]) return { reason: permissions[needs], needs };
  const stop = after.find((id) => stops.has(id));
  if (stop !== undefined) return stops.get(stop);
  const reason = check.unless?.(probe);
  return reason === undefined ? undefined : { reason };
}

/** What a server does wrong is found, not thrown; what this program does wrong costs one check, and is told. */
async function judged(check: Check, probe: Course['probe']): Promise<readonly Found[] | Skip> {
  try {
    return await check.judge(probe);
  } catch (error) {
    // What hosts make of it was not seen to the end.
    if (error instanceof ClientError && probe.spent() !== undefined) return [{ ...troubleOf(error), hosts: [] }];
    if (error instanceof ClientError) return endOf(error, probe) ?? [troubleOf(error, check)];
    return { reason: `the doctor failed at it: ${String(error)}` };
  }
}

const stopsAll = ({ severity, hosts }: Found) => severity === 'problem' && hosts === undefined;

const ranks = { problem: 0, warning: 1, note: 2 } as const;

/** Of one rank, in the order of the checks: the first is often the cause of the rest. */
const worstFirst = (findings: readonly Finding[]) =>
  findings.toSorted((one, other) => ranks[one.severity] - ranks[other.severity]);
