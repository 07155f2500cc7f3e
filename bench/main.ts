/** The benchmarks' whole run: measures, tells the figures and the verdicts, and writes them where that is asked for. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTestClock } from '../test/support/test-clock.ts';
import { startTestIssuer } from '../test/support/test-issuer.ts';
import { planOf, type Plan } from './arguments.ts';
import { durableRates } from './durable.ts';
import { crashed } from './crash.ts';
import { firstAnswers } from './first-answer.ts';
import { formLatencies } from './forms.ts';
import { judged } from './judging/judging.ts';
import { floodsOf } from './flood/flood.ts';
import { growingStores, growthOf, type Growth } from './growth/growth.ts';
import { loadsOf, type Tokens } from './loads.ts';
import { footprintOf, holders, type Footprint } from './memory.ts';
import { openApiOf } from './openapi/openapi.ts';
import type { Figures } from './report/figures.ts';
import { reportOf } from './report/report.ts';
import { writeReport } from './report/write.ts';
import { createResults } from './results.ts';
import { runRounds } from './rounds.ts';
import type { Run } from './run.ts';
import { sections, tokensSent, type SectionName } from './sections.ts';
import { issuer, lifetimes, resource } from './world.ts';

type Mint = (count: number, audience: string) => Promise<string[]>;

const plan = planOf(process.argv.slice(2));
const startedAt = performance.now();
const figures = await inSurroundings(measure);
const report = reportOf(figures);
for (const { name, text } of report.regions) console.log(`\n── ${name}\n${text}`);
if (plan.write) await writeReport(report);
process.exitCode = report.areGoalsMet ? 0 : 1;

async function measure(run: Run, mint: Mint): Promise<Figures> {
  const results = createResults();
  const loads = loadsOf(await tokensFor(plan, (count, audience) => mint(count * run.scale, audience)));
  for (const name of Object.keys(sections) as SectionName[]) {
    if (plan.parts.has(name)) await runRounds(name, { results, loads }, run);
  }
  const judgings = plan.parts.has('judging') ? [await judged(run)] : [];
  const forms = plan.parts.has('forms') ? await formLatencies(run) : [];
  const rates = createResults();
  if (plan.parts.has('durable')) await durableRates(rates, run);
  const growths = plan.parts.has('growth') ? await growthsOf(plan, run) : [];
  const footprints = plan.parts.has('memory') ? await footprintsOf(plan, run) : [];
  const answers = plan.parts.has('start') ? await firstAnswers(run) : [];
  const crashes = plan.parts.has('crash') ? [await crashed(plan.kills, run)] : [];
  const floods = plan.parts.has('flood') ? await floodsOf(run) : [];
  const openApis = plan.parts.has('openapi') ? [await openApiOf(run)] : [];
  const { rounds } = run;
  return { results, judgings, forms, rates, growths, footprints, answers, crashes, floods, openApis, rounds };
}

async function tokensFor({ parts }: Plan, mint: Mint): Promise<Tokens> {
  const count = (name: SectionName) => (parts.has(name) ? tokensSent(name) : 0);
  // One at least: the calls with an unknown key are made of it.
  return { good: await mint(Math.max(count('guard'), 10), resource), foreign: await mint(count('reject'), issuer) };
}

async function footprintsOf({ clients }: Plan, run: Run): Promise<Footprint[]> {
  const footprints: Footprint[] = [];
  for (const name of holders) {
    run.say(`memory  ${name}: ${clients} registrations`);
    footprints.push(await footprintOf(name, clients, run.surroundings));
  }
  return footprints;
}

async function growthsOf({ sizes }: Plan, run: Run): Promise<Growth[]> {
  const growths: Growth[] = [];
  for (const store of growingStores()) growths.push(await growthOf(store, sizes, run));
  return growths;
}

async function inSurroundings<T>(work: (run: Run, mint: Mint) => Promise<T>): Promise<T> {
  // In memory where the system has such a folder: waiting for a disk is no CPU, and its speed is no property of ours.
  const folder = temporaryFolder(existsSync('/dev/shm') ? '/dev/shm' : tmpdir());
  // Beside the sources: a system's folder for temporary files may be in memory.
  const diskFolder = temporaryFolder(fileURLToPath(new URL('../node_modules/.cache', import.meta.url)));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
  const clock = createTestClock();
  const trusted = await startTestIssuer(clock);
  const exp = clock.seconds() + lifetimes.accessToken;
  const mint: Mint = (count, audience) =>
    Promise.all(Array.from({ length: count }, () => trusted.mint(audience, { claims: { exp } })));
  try {
    const surroundings = { trustedIssuer: trusted.issuer, folder };
    const onDisk = { ...surroundings, folder: diskFolder };
    return await work({ rounds: plan.rounds, scale: plan.scale, surroundings, onDisk, say }, mint);
  } finally {
    await trusted.goAway();
  }
}

function temporaryFolder(parent: string): string {
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'granthouse-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function say(line: string): void {
  console.log(`${((performance.now() - startedAt) / 1000).toFixed(0).padStart(4)} s  ${line}`);
}
