/** The steps of an app and its person, who connect, refresh and disconnect for ever, and know for sure only what they were answered. */
import type { Browser } from '../browser.ts';
import { pageOf, sentTo } from '../connect.ts';
import {
  authorizationRequest,
  postForm,
  publicClient,
  redeem,
  refresh,
  register,
  type CodeAnswer,
  type TokenAnswer,
} from '../oauth-client.ts';
import type { Kind, Tally } from './tally.ts';

export interface World {
  readonly issuer: string;
  /** Who may introspect access tokens. */
  readonly introspector: { readonly client_id: string; readonly client_secret: string };
  readonly tally: Tally;
  /** Called for every answer. */
  readonly answered: () => void;
}

export interface Known {
  name: string;
  clientId?: string | undefined;
  code?: CodeAnswer | undefined;
  tokens?: TokenAnswer | undefined;
  isSignedIn: boolean;
  /** What is asked for and not answered. */
  asking?: Kind | undefined;
  readonly clients: Set<string>;
  readonly revoked: Array<{ clientId: string; tokens: TokenAnswer }>;
}

export interface Room {
  readonly person: { readonly login: string; readonly password: string };
  readonly world: World;
  readonly known: Known;
  readonly browser: Browser;
}

/** Another name, another client. */
export const newName = (number: number) => `App ${number}, ${crypto.randomUUID()}`;

/** Marks what is asked until it is answered; a rejection leaves the mark. */
async function asked<T>({ world, known }: Room, kind: Kind, request: () => Promise<T>): Promise<T> {
  known.asking = kind;
  const answer = await request();
  known.asking = undefined;
  world.tally.acknowledged[kind] += 1;
  world.answered();
  return answer;
}

export async function step(room: Room, number: number): Promise<void> {
  const { known } = room;
  if (known.clientId === undefined) {
    known.name = newName(number);
    return newClient(room);
  }
  if (known.tokens) return Math.random() < 0.75 ? refreshed(room, known.tokens) : revoked(room, known.tokens);
  return known.code ? redeemed(room, known.code) : consented(room, known.clientId);
}

export async function newClient(room: Room): Promise<void> {
  const { world, known } = room;
  const metadata = { ...publicClient, client_name: known.name };
  const { client_id: clientId } = await asked(room, 'client', () => register(world.issuer, metadata));
  known.clientId = clientId;
  known.clients.add(clientId);
}

async function consented(room: Room, clientId: string): Promise<void> {
  const { world, known, browser } = room;
  const { url, verifier } = authorizationRequest(world.issuer, clientId);
  const answer = await asked(room, 'consent', async () => {
    const first = pageOf(await browser.open(url));
    const isAsked = first.html.includes('name="password"');
    if (isAsked && known.isSignedIn) world.tally.lost.push('a sign-in');
    // Until this walk has ended, the browser may hold a cookie that the server never wrote down.
    known.isSignedIn = false;
    const consent = isAsked ? pageOf(await browser.submit(first, '/sign-in', room.person)) : first;
    if (isAsked) world.tally.acknowledged['sign-in'] += 1;
    return sentTo(await browser.submit(consent, '/approve'));
  });
  known.isSignedIn = true;
  known.code = { code: answer.searchParams.get('code') ?? '', verifier };
}

export async function redeemed(room: Room, code: CodeAnswer): Promise<void> {
  take(room, await asked(room, 'token', () => redemption(room, code)), 'a code');
}

export const redemption = ({ world, known }: Room, { code, verifier }: CodeAnswer) =>
  redeem(world.issuer, { client_id: known.clientId ?? '', code, code_verifier: verifier }).then(answerOf);

export async function refreshed(room: Room, { refresh_token: token }: TokenAnswer): Promise<void> {
  take(room, await asked(room, 'refreshed token', () => refreshing(room, token)), 'a refresh token');
}

export const refreshing = ({ world, known }: Room, token: string, clientId = known.clientId) =>
  refresh(world.issuer, { client_id: clientId ?? '', refresh_token: token }).then(answerOf);

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** A head without its body is no answer. */
async function answerOf(response: Response): Promise<Answer> {
  return { status: response.status, body: await response.text() };
}

export function take({ world, known }: Room, { status, body }: Answer, what: string): void {
  known.code = undefined;
  known.tokens = status === 200 ? (JSON.parse(body) as TokenAnswer) : undefined;
  if (status !== 200) world.tally.lost.push(`${what}: ${status} ${body}`);
}

export async function revoked(room: Room, tokens: TokenAnswer): Promise<void> {
  const { world, known } = room;
  const fields = { client_id: known.clientId ?? '', token: tokens.refresh_token };
  const { status } = await asked(room, 'revocation', () => postForm(`${world.issuer}/revoke`, fields).then(answerOf));
  if (status !== 200) world.tally.lost.push(`a revocation: ${status}`);
  ended(room, tokens);
}

export function ended({ known }: Room, tokens: TokenAnswer): void {
  known.tokens = undefined;
  known.revoked.push({ clientId: known.clientId ?? '', tokens });
  if (Math.random() < 0.5) known.clientId = undefined;
}
