/** Servers killed under load: what was acknowledged, and what of it was lost. */
import { killAgainAndAgain } from '../test/support/crash/kills.ts';
import type { Tally } from '../test/support/crash/tally.ts';
import type { Run } from './run.ts';

export interface Crashes extends Tally {
  readonly kills: number;
}

export async function crashed(kills: number, { say }: Run): Promise<Crashes> {
  const tally = await killAgainAndAgain({ kills, apps: 16, say: (line) => say(`crash  ${line}`) });
  for (const loss of tally.lost) say(`crash  LOST ${loss}`);
  return { kills, ...tally };
}
