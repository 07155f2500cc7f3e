/** A report for people: what is wrong with what mends it, then what each host makes of it, then what was not looked at. */
import type { Finding, Report, SkippedCheck, Verdict } from '@granthouse/client/doctor';
import { clipped, counted, wrapped } from '../openapi/text.ts';
import type { Screen } from './screen.ts';

export interface Look extends Screen {
  /** Every host with its reason; otherwise those that don't connect, and how many do. */
  readonly inFull: boolean;
}

export function reportText(report: Report, look: Look): string {
  const parts = [
    headLines(report, look),
    ...report.findings.map((finding) => findingLines(finding, report, look)),
    look.inFull ? verdictLines(report.verdicts, look) : summaryLines(report.verdicts, look),
    skippedLines(report.skipped, look),
    leftLines(report.left ?? [], look),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

const ways = {
  open: 'It lets everybody in. Where that is not meant, nothing guards this very path.',
  oauth: 'It asks for OAuth.',
  credential: 'It asks for a key or headers: nothing that it publishes leads to a sign-in by OAuth (RFC 9728 §3).',
} as const;

function headLines({ endpoint, proxy, way, findings, passed }: Report, look: Look): string[] {
  const count = (severity: Finding['severity']) => findings.filter((each) => each.severity === severity).length;
  const counts = [
    counted(count('problem'), 'problem'),
    counted(count('warning'), 'warning'),
    counted(count('note'), 'note'),
    counted(passed.length, 'check passed', 'checks passed'),
  ];
  const through = `Asked through the proxy ${proxy}: where its name leads and its certificate were not looked at.`;
  const said = [...(proxy === undefined ? [] : [through]), ...(way === undefined ? [] : [ways[way]])];
  return [
    painted('bold', clipped(endpoint, look.columns), look),
    ...said.flatMap((text) => wrapped(text, '', look.columns)),
    ...wrapped(counts.join(', '), '', look.columns),
  ];
}

const severities = {
  problem: ['PROBLEM', 'red'],
  warning: ['WARNING', 'yellow'],
  note: ['NOTE', 'cyan'],
} as const;

const faults: Readonly<Record<Finding['fault'], string>> = {
  'mcp-server': 'the MCP server',
  'authorization-server': 'the authorization server',
  network: 'the network between',
  credential: 'the credential',
  host: 'the host',
};

function findingLines(finding: Finding, { verdicts }: Report, look: Look): string[] {
  const { severity, check, fault, seen, expected, section, remedy } = finding;
  const [word, colour] = severities[severity];
  const told = (name: string, text: string) => hanging(name, text, look);
  return [
    `${painted(colour, word, look)} ${painted('bold', check, look)}`,
    ...told('seen', seen),
    ...told('expected', `${expected} (${section})`),
    ...told('at fault', faults[fault]),
    ...told('mend it', remedy),
    ...stoppedLines(finding, verdicts, told),
  ];
}

function stoppedLines(
  { hosts, check }: Finding,
  verdicts: readonly Verdict[],
  told: (name: string, text: string) => string[],
): string[] {
  const names = verdicts.filter(({ host }) => hosts?.includes(host)).map(({ name }) => name);
  return names.length === 0 || check === 'registration.hosts' ? [] : told('concerns', names.join(', '));
}

/** `  seen      what was seen`, with the lines that follow below the first. */
function hanging(name: string, text: string, { columns }: Screen): string[] {
  const [first = '', ...rest] = wrapped(text, ' '.repeat(12), columns);
  return [`  ${name.padEnd(10)}${first.trimStart()}`, ...rest];
}

const marks = { yes: ['✓', 'green'], no: ['✗', 'red'], unknown: ['?', 'yellow'] } as const;
const verbs = { yes: 'connects', no: 'does not', unknown: 'may or may not' } as const;

function verdictLines(verdicts: readonly Verdict[], look: Look): string[] {
  return verdicts.flatMap(({ name, connects, because }) =>
    marked(connects, `${name} ${verbs[connects]}: ${because}`, look),
  );
}

function marked(connects: Verdict['connects'], text: string, look: Look): string[] {
  const [mark, colour] = marks[connects];
  const [first = '', ...rest] = wrapped(text, '  ', look.columns);
  return [`${painted(colour, mark, look)} ${first.trimStart()}`, ...rest];
}

/** Hosts that connect are counted, those that don't are told by their reason, which many have in common. */
function summaryLines(verdicts: readonly Verdict[], look: Look): string[] {
  const namesOf = (connects: Verdict['connects']) =>
    verdicts.filter((each) => each.connects === connects).map(({ name }) => name);
  const [yes, unknown] = [namesOf('yes'), namesOf('unknown')];
  const reasons = new Map<string, string[]>();
  for (const { connects, because, name } of verdicts) {
    if (connects === 'no') reasons.set(because, [...(reasons.get(because) ?? []), name]);
  }
  const connect = yes.length === 1 ? 'connects' : 'connect';
  return [
    ...(yes.length === 0 ? [] : marked('yes', `${counted(yes.length, 'host')} ${connect}: ${yes.join(', ')}`, look)),
    ...[...reasons].flatMap(([because, names]) =>
      marked('no', `${names.join(', ')} ${names.length === 1 ? verbs.no : 'do not'}: ${because}`, look),
    ),
    ...(unknown.length === 0 ? [] : marked('unknown', `${unknown.join(', ')} ${verbs.unknown}`, look)),
  ];
}

const allowing = {
  register: '--register allows it',
  'sign-in': '--sign-in allows it',
  credential: '--api-key or --header gives them',
} as const;

/** What was not looked at, by reason. */
function skippedLines(skipped: readonly SkippedCheck[], look: Look): string[] {
  const reasons = new Map<string, string[]>();
  for (const { check, reason, needs } of skipped) {
    const text = needs === undefined ? reason : `${reason}: ${allowing[needs]}`;
    reasons.set(text, [...(reasons.get(text) ?? []), check]);
  }
  const lines = [...reasons].flatMap(([reason, checks]) =>
    wrapped(
      `${checks.length > 8 ? counted(checks.length, 'check') : checks.join(', ')}: ${reason}`,
      '  ',
      look.columns,
    ),
  );
  return lines.length === 0 ? [] : ['Not looked at', ...lines];
}

/** For whoever removes them by hand. */
function leftLines(left: NonNullable<Report['left']>, look: Look): string[] {
  const [one] = left;
  if (!one) return [];
  const named = left.slice(0, 5).map(({ name, clientId }) => `${name ?? 'one without a name'} (${clientId})`);
  const rest = left.length > 5 ? ` and ${left.length - 5} more, which --json names` : '';
  const what = `${counted(left.length, 'client')}, for its operator to remove: ${named.join(', ')}${rest}`;
  return wrapped(`Left behind at ${one.issuer}: ${what}`, '', look.columns);
}

const colours = { bold: 1, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

const painted = (colour: keyof typeof colours, text: string, { hasColour }: Screen) =>
  hasColour ? `\u001B[${colours[colour]}m${text}\u001B[0m` : text;
