/** How long a host waits at each address where it looks for metadata, beside a bare route of koa in the same round (RFC 8414 §3.1, RFC 9728 §3.1). */
import { timed, type Call } from './load.ts';
import { reading } from './loads.ts';
import { median } from './results.ts';
import { startSubject } from './running-subject.ts';
import type { Run } from './run.ts';
import { paths } from './subjects/documents.ts';
import type { SubjectName } from './subjects.ts';
import { waitsOf, type Waits } from './waits.ts';

export interface FormLatency {
  readonly subject: SubjectName;
  readonly what: string;
  readonly p50: Wait;
  readonly p99: Wait;
}

/** Medians of the rounds. */
export interface Wait {
  readonly milliseconds: number;
  /** Over that of the bare route, round by round. */
  readonly ratio: number;
}

interface Form {
  readonly subject: SubjectName;
  readonly what: string;
  readonly call: Call;
  readonly status: number;
}

const connections = 4;
const warmUp = 14_000;
const measured = 4000;

const resourceForm = '/.well-known/oauth-protected-resource';
const openidForm = '/.well-known/openid-configuration';

const read = (path: string) => ({ what: `\`${path}\``, call: reading(path), status: 200 });
const missed = (path: string) => ({ ...read(path), what: `\`${path}\`, 404`, status: 404 });
const preflight = (path: string) => ({
  what: `preflight of \`${path}\``,
  call: { ...reading(path), method: 'OPTIONS' as const },
  status: 204,
});

/** The first form of all is the one that the others are held against. */
const askedOf = [
  { subject: 'koa', forms: [read(paths.metadata)] },
  {
    subject: 'granthouse',
    forms: [read(paths.metadata), read(openidForm), missed(`${paths.metadata}/mcp`), preflight(paths.metadata)],
  },
  {
    subject: 'granthouse on koa',
    forms: [
      read(`${resourceForm}/mcp`),
      read(resourceForm),
      read(`/mcp${resourceForm}`),
      read(paths.metadata),
      read(openidForm),
      missed(`${openidForm}/mcp`),
      preflight(`${resourceForm}/mcp`),
    ],
  },
] as const satisfies readonly { subject: SubjectName; forms: readonly Omit<Form, 'subject'>[] }[];

const forms: readonly Form[] = askedOf.flatMap(({ subject, forms: own }) => own.map((form) => ({ subject, ...form })));

export async function formLatencies(run: Run): Promise<FormLatency[]> {
  const rounds: Waits[][] = [];
  for (let round = 1; round <= run.rounds; round += 1) {
    rounds.push(await roundOf(run));
    run.say(`forms ${round}/${run.rounds}`);
  }
  return forms.map(({ subject, what }, index) => {
    const over = (share: keyof Waits): Wait => {
      const at = (round: readonly Waits[], place: number) => round[place]?.[share] ?? Number.NaN;
      return {
        milliseconds: median(rounds.map((round) => at(round, index))),
        ratio: median(rounds.map((round) => at(round, index) / at(round, 0))),
      };
    };
    return { subject, what, p50: over('p50'), p99: over('p99') };
  });
}

/** In the order of the forms. */
async function roundOf({ scale, surroundings }: Run): Promise<Waits[]> {
  const found: Waits[] = [];
  for (const { subject: name, forms: own } of askedOf) {
    const subject = await startSubject(name, surroundings);
    const ask = ({ call, status }: Omit<Form, 'subject'>, count: number) =>
      timed(
        subject.port,
        Array.from({ length: count * scale }, () => call),
        { status, connections },
      );
    for (const form of own) await ask(form, warmUp / own.length);
    for (const form of own) {
      const { milliseconds } = await ask(form, measured);
      found.push(waitsOf(milliseconds));
    }
    await subject.stop();
  }
  return found;
}
