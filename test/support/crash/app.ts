/** An app that goes on after a kill as an honest one does, and tells what it was once answered and is not there any more. */
import { Browser } from '../browser.ts';
import { authorizationRequest, postForm, type CodeAnswer, type TokenAnswer } from '../oauth-client.ts';
import {
  ended,
  newClient,
  newName,
  redeemed,
  redemption,
  refreshed,
  refreshing,
  revoked,
  step,
  take,
  type Known,
  type Room,
  type World,
} from './steps.ts';

export interface App {
  /** One request, or a person's walk; rejects when there was no answer. */
  step(): Promise<void>;
  /** After a kill: what was acknowledged is there, and what was on its way is done or not. */
  recover(): Promise<void>;
  /** Everything that this app was ever answered. */
  checkAll(): Promise<void>;
}

export function crashApp(world: World, number: number, person: Room['person']): App {
  const known: Known = { name: newName(number), isSignedIn: false, clients: new Set(), revoked: [] };
  // An address of its own: guesses are counted by address, and a kill leaves a count that a sign-in had begun.
  const browser = new Browser({ headers: { 'x-forwarded-for': `198.51.100.${number}` } });
  const room: Room = { world, person, known, browser };
  return {
    step: () => step(room, number),
    recover: () => recover(room),
    checkAll: () => checkAll(room),
  };
}

async function recover(room: Room): Promise<void> {
  const { known, world } = room;
  const { asking, tokens, code } = known;
  known.asking = undefined;
  if (asking) world.tally.unanswered[asking] = (world.tally.unanswered[asking] ?? 0) + 1;
  if (asking === 'client') await newClient(room);
  else if (asking === 'revocation' && tokens) await endedOrNot(room, tokens);
  else if (tokens) await stillConnected(room, tokens);
  else if (code && asking === 'token') await redeemedAgain(room, code);
  else if (code) await redeemed(room, code);
  await check(room, [...known.clients].slice(-3), known.revoked.slice(-3));
}

async function stillConnected(room: Room, tokens: TokenAnswer): Promise<void> {
  if (!(await isActive(room, tokens))) room.world.tally.lost.push('an access token');
  await refreshed(room, tokens);
}

/** The answer was lost: all of the authorization is there, or nothing of it is good for anything. */
async function endedOrNot(room: Room, tokens: TokenAnswer): Promise<void> {
  const isThere = await isActive(room, tokens);
  const answer = await refreshing(room, tokens.refresh_token);
  if ((answer.status === 200) !== isThere) room.world.tally.lost.push('half of a revocation');
  if (answer.status === 200) await revoked(room, JSON.parse(answer.body) as TokenAnswer);
  else ended(room, tokens);
}

/** The first answer was lost: the code is good, or it was used up and nobody has the tokens. */
async function redeemedAgain(room: Room, code: CodeAnswer): Promise<void> {
  const answer = await redemption(room, code);
  const isUsedUp = answer.status === 400 && answer.body.includes('"invalid_grant"');
  if (!isUsedUp) return take(room, answer, 'a code that was being redeemed');
  room.known.code = undefined;
  room.world.tally.codesUsedUp += 1;
}

const checkAll = (room: Room) => check(room, [...room.known.clients], room.known.revoked);

async function check(room: Room, clients: readonly string[], revocations: Known['revoked']): Promise<void> {
  const { world } = room;
  for (const clientId of clients) {
    const { url } = authorizationRequest(world.issuer, clientId);
    const { status } = await fetch(url, { redirect: 'manual' });
    if (status !== 303) world.tally.lost.push(`a client: ${status}`);
  }
  for (const { clientId, tokens } of revocations) {
    const { status } = await refreshing(room, tokens.refresh_token, clientId);
    if (status !== 400) world.tally.lost.push(`a revocation: ${status} for a refresh`);
    if (await isActive(room, tokens)) world.tally.lost.push('a revocation: its access token is active');
  }
}

async function isActive({ world }: Room, { access_token: token }: TokenAnswer): Promise<boolean> {
  const response = await postForm(`${world.issuer}/introspect`, { ...world.introspector, token });
  return ((await response.json()) as { active: boolean }).active;
}
