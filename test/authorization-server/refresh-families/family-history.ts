/** One authorization as it is lived, burst by burst: what is shown and answered, and what must be true after each. */
import { expect } from '@jest/globals';
import type * as fc from 'fast-check';
import { hashedId } from '../../../packages/authorization-server/src/store/vault.ts';
import type { WriteFault } from '../../support/scheduled-engine.ts';
import { other, type Answered, type TwoServers } from './two-servers.ts';

/** `back`: how many tokens before the newest that anybody heard of. */
export interface Act {
  readonly what: 'show' | 'show to another' | 'revoke' | 'end';
  readonly back: number;
  readonly times: number;
  /** Nobody hears the answer. */
  readonly isLost: boolean;
}

/** What happens at once. */
export interface Burst {
  readonly acts: readonly Act[];
  readonly fault: WriteFault | undefined;
  /** Seconds after it. */
  readonly pause: number;
}

/** Seconds; the clocks are as far as `skew` from the time, one before it and one after. */
export interface Clocks {
  readonly grace: number;
  readonly skew: number;
}

interface Given {
  readonly token: string;
  readonly accessToken: string;
  readonly isHeard: boolean;
  /** When it was first seen that another one is live. */
  replacedAt?: number;
}

interface Lived {
  readonly servers: TwoServers;
  readonly clocks: Clocks;
  /** Where the authorization is stored. */
  readonly id: string;
  readonly given: Given[];
  rotations: number;
  isOver: boolean;
  /** What ends half leaves a record behind that is good for nothing. */
  hadFault: boolean;
}

export async function beginFamily(servers: TwoServers, clocks: Clocks): Promise<Lived> {
  const { grantId, code } = await servers.authorize();
  const lived: Lived = {
    servers,
    clocks,
    id: hashedId(grantId),
    given: [],
    rotations: 0,
    isOver: false,
    hadFault: false,
  };
  const first = await servers.redeem(code);
  expect(first).toMatchObject({ status: 200 });
  hear(lived, first, true);
  return lived;
}

/** Answers what the burst was, so that a test can tell that it saw each kind. */
export async function liveThrough(lived: Lived, burst: Burst, scheduler: fc.Scheduler): Promise<string> {
  const { servers, isOver: wasOver } = lived;
  const shown = burst.acts.map((act) => ({ act, given: givenBack(lived, act.back) }));
  const standings = shown.map(({ given }) => standingOf(lived, given));
  servers.events.length = 0;
  const requests = () => Promise.all(shown.flatMap(({ act, given }) => perform(servers, act, given.token)));
  const answers = await servers.engine.during(scheduler, requests, burst.fault);
  const old = lived.given.filter(({ replacedAt }) => replacedAt !== undefined).map(({ token }) => token);
  const isStale = ({ shownToken, answer: { refresh_token: token = '' } }: (typeof answers)[number]) =>
    token === shownToken || old.includes(token);
  expect(answers.filter(isStale)).toEqual([]);
  for (const { answer, isHeard } of answers) hear(lived, answer, isHeard);
  const statuses = answers.map(({ answer }) => answer.status);
  expect(statuses.filter((status) => ![200, 400, ...(burst.fault ? [503] : [])].includes(status))).toEqual([]);
  lived.hadFault ||= burst.fault !== undefined;
  const rotations = await look(lived);
  const kind = wasOver ? 'over' : kindOf(lived.clocks, burst, standings);
  if (kind === 'over') expect(lived.isOver).toBe(true);
  if (kind === 'honest') {
    expect(lived.isOver).toBe(false);
    expect(statuses).not.toContain(400);
  }
  if (kind === 'honest' && !burst.fault) {
    const told = servers.events.map(({ name }) => name);
    expect(told.filter((name) => name === 'refresh_family.grace_answered')).toHaveLength(statuses.length - rotations);
    expect(told).not.toContain('refresh_family.replayed');
  }
  if (kind === 'stolen' || kind === 'ended') expect(lived.isOver).toBe(true);
  if (kind === 'stolen') expect(servers.events.map(({ name }) => name)).toContain('refresh_family.replayed');
  servers.time += burst.pause * 1000;
  return burst.fault ? `${kind}, with a failure` : kind;
}

/** `unsure`: nothing is promised of it, save what always is. */
type Kind = 'over' | 'honest' | 'stolen' | 'ended' | 'unsure';

function kindOf({ grace }: Clocks, { acts, fault }: Burst, standings: readonly Standing[]): Kind {
  const uses = acts.reduce((sum, { times }) => sum + times, 0);
  const isShowing = acts.every(({ what }) => what === 'show');
  const isFresh = standings.every((standing) => standing === 'live' || (standing === 'replaced' && grace > 0));
  if (isShowing && isFresh && (grace > 0 || uses === 1)) return 'honest';
  if (fault || standings.includes('unsure')) return 'unsure';
  return acts.some(({ what }) => what === 'revoke' || what === 'end') ? 'ended' : 'stolen';
}

type Standing = 'live' | 'replaced' | 'late' | 'unsure';

function standingOf({ servers, clocks }: Lived, { replacedAt }: Given): Standing {
  if (replacedAt === undefined) return 'live';
  const age = (servers.time - replacedAt) / 1000;
  if (clocks.grace === 0 || age >= clocks.grace + 2 * clocks.skew) return 'late';
  return age < clocks.grace - 2 * clocks.skew ? 'replaced' : 'unsure';
}

function givenBack({ given }: Lived, back: number): Given {
  const heard = given.filter(({ isHeard }) => isHeard);
  return (heard.at(-1 - back) ?? heard[0]) as Given;
}

function perform(servers: TwoServers, { what, times, isLost }: Act, token: string) {
  const request = {
    show: () => servers.refresh(token),
    'show to another': () => servers.refresh(token, other),
    revoke: () => servers.revoke(token),
    end: () =>
      servers.end().then(
        () => ({ status: 200 }),
        () => ({ status: 503 }),
      ),
  }[what];
  const isHeard = !isLost;
  return Array.from({ length: times }, async () => ({
    shownToken: token,
    answer: (await request()) as Answered,
    isHeard,
  }));
}

function hear({ given }: Lived, { refresh_token: token, access_token: accessToken }: Answered, isHeard: boolean) {
  if (token === undefined || accessToken === undefined) return;
  const known = given.findIndex((each) => each.token === token);
  if (known === -1) given.push({ token, accessToken, isHeard });
  else given[known] = { ...(given[known] as Given), isHeard: isHeard || given[known]?.isHeard === true };
}

/** What the store says, and what the servers say of every token that was ever given; how often the live one was replaced. */
async function look(lived: Lived): Promise<number> {
  const { servers, given, id } = lived;
  const families = (await servers.store.list('refresh_family')).items;
  const family = families.find((each) => each.id === id)?.document;
  lived.isOver = (await servers.store.get('grant', id)) === undefined;
  expect(families.length).toBeLessThanOrEqual(1);
  if (lived.isOver && !lived.hadFault) expect(families).toEqual([]);
  const active: string[] = [];
  for (const { token } of given) if (await servers.isActive(token)) active.push(token);
  const live = lived.isOver ? [] : given.filter(({ token }) => hashedId(token) === family?.['current']);
  expect(active).toEqual(live.map(({ token }) => token));
  if (lived.isOver) for (const each of given) expect(await servers.isActive(each.accessToken)).toBe(false);
  for (const each of given) if (!live.includes(each)) each.replacedAt ??= servers.time;
  const rotations = Number(family?.['rotations'] ?? lived.rotations);
  const made = rotations - lived.rotations;
  lived.rotations = rotations;
  return made;
}
