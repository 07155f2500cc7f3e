/** A new secret for several servers on one store, one after the other: at no step is anybody refused or asked again. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openAccounts, openKeys } from '@granthouse/authorization-server';
import { memoryEngine } from '@granthouse/storage/memory';
import { expectError } from '../support/expect-error.ts';
import { createTestClock } from '../support/test-clock.ts';
import { orderDesk, person } from '../support/authorization-server.ts';
import { balancedServers, type BalancedServers } from '../support/balanced-servers.ts';
import { Browser } from '../support/browser.ts';
import { pageOf, sentTo } from '../support/connect.ts';
import {
  authorizationRequest,
  credentials,
  obtainCode,
  obtainTokens,
  publicClient,
  redeem,
  refresh,
  type Registered,
  type TokenAnswer,
} from '../support/oauth-client.ts';

const secretNamed = (name: string) => `the secret ${name}, of 32 bytes or more`;
const [before, after] = [secretNamed('before'), secretNamed('after')];
const clock = createTestClock();
const on = { storage: memoryEngine(), now: clock.now };
const oldOnly = { ...on, secret: before };
const oldAndNew = { ...on, secret: before, otherSecrets: [after] };
const newAndOld = { ...on, secret: after, otherSecrets: [before] };
const newOnly = { ...on, secret: after };

const confidential = { ...publicClient, token_endpoint_auth_method: 'client_secret_post' };

let house: BalancedServers;
let client: Registered;
let tokens: TokenAnswer;
/** Two authorizations from before, each with a refresh token that was replaced then, and the one that replaced it. */
let replaced: Array<{ first: string; second: string }>;
const browser = new Browser();

/** A request that waits for the person's answer, over all servers. */
async function openConsent() {
  const { url, verifier } = authorizationRequest(house.issuer, client.client_id);
  const page = pageOf(await browser.open(url));
  const isSignIn = page.html.includes('name="password"');
  return { verifier, isSignIn, page: isSignIn ? pageOf(await browser.submit(page, '/sign-in', person)) : page };
}

type Waiting = Awaited<ReturnType<typeof openConsent>>;
let waiting: Waiting;

async function approve({ page, verifier }: Waiting): Promise<Response> {
  const code = sentTo(await browser.submit(page, '/approve')).searchParams.get('code') ?? '';
  return redeem(house.issuer, { ...credentials(client), code, code_verifier: verifier });
}

const renew = (token: string) => refresh(house.issuer, { ...credentials(client), refresh_token: token });

async function replacedToken() {
  const { code, verifier } = await obtainCode(house.issuer, client.client_id, { browser });
  const answer = await redeem(house.issuer, { ...credentials(client), code, code_verifier: verifier });
  const { refresh_token: first } = (await answer.json()) as TokenAnswer;
  const { refresh_token: second } = (await (await renew(first)).json()) as TokenAnswer;
  return { first, second };
}

beforeAll(async () => {
  house = await balancedServers();
  await house.become(oldOnly);
  const { accounts, close } = await openAccounts(oldOnly);
  await accounts.add(person);
  await close();
  ({ client, tokens } = await obtainTokens(house.issuer, { metadata: confidential }));
  waiting = await openConsent();
  replaced = [await replacedToken(), await replacedToken()];
});
afterAll(() => house.close());

/** What was begun over the servers before is finished over these, and the next is begun. */
async function expectEverythingGoesOn(): Promise<void> {
  const approved = await approve(waiting);
  expect(approved.status).toBe(200);
  waiting = await openConsent();
  expect(waiting.isSignIn).toBe(false);
  const refreshed = await renew(tokens.refresh_token);
  expect(refreshed.status).toBe(200);
  tokens = (await refreshed.json()) as TokenAnswer;
}

async function resealAll() {
  const resources = [{ resource: 'https://orders.example.com/mcp', ...orderDesk }];
  const { keys, close } = await openKeys({ issuer: house.issuer, resources, ...newAndOld });
  const report = await keys.reseal();
  await close();
  return report;
}

describe('a new secret, server by server', () => {
  it.each([
    ['one server has learned of the new one', [oldOnly, oldAndNew]],
    ['every server has learned of it', [oldAndNew, oldAndNew]],
    ['one seals under it', [oldAndNew, newAndOld]],
    ['every one seals under it', [newAndOld, newAndOld]],
  ])('when %s, what was begun before is finished, and everything goes on', async (_title, servers) => {
    await house.become(...servers);
    await expectEverythingGoesOn();
  });

  it('when all is sealed anew while they serve, everything goes on', async () => {
    const [report] = await Promise.all([resealAll(), expectEverythingGoesOn()]);
    expect(report).toMatchObject({ unopened: 0, late: 0 });
    expect(report.resealed).toBeGreaterThan(0);
    expect(await resealAll()).toMatchObject({ resealed: 0 });
    await expectEverythingGoesOn();
  });

  it.each([
    ['one server has left it', [newAndOld, newOnly]],
    ['nobody knows it any more', [newOnly, newOnly]],
  ])('when %s, what was begun before is finished, and everything goes on', async (_title, servers) => {
    await house.become(...servers);
    await expectEverythingGoesOn();
  });

  it('inside the window, a refresh token that was replaced before gets its client the one that replaced it', async () => {
    clock.advance(80_000);
    const [{ first, second } = { first: '', second: '' }] = replaced;
    const answer = await renew(first);
    expect(await answer.json()).toMatchObject({ refresh_token: second });
    expect((await renew(second)).status).toBe(200);
  });

  it('outside the window, it ends the authorization', async () => {
    clock.advance(20_000);
    const { first, second } = replaced[1] ?? { first: '', second: '' };
    await expectError(await renew(first), 400, 'invalid_grant');
    await expectError(await renew(second), 400, 'invalid_grant');
  });
});
