/** `granthouse users` beside a running server, on the same store: what it changes counts at the next request. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sqliteEngine } from '@granthouse/storage/sqlite';
import { person } from '../support/authorization-server.ts';
import { Browser, type Page } from '../support/browser.ts';
import { pageOf, sentTo } from '../support/connect.ts';
import { expectError } from '../support/expect-error.ts';
import { authorizationRequest, redeem, refresh, register, type TokenAnswer } from '../support/oauth-client.ts';
import type { Ended } from '../support/program.ts';
import { eventsIn, site, type Site } from './served.ts';

let here: Site;
let clientId: string;
beforeAll(async () => {
  here = await site();
  await here.granthouse(['serve']).says(here.issuer);
  clientId = (await register(here.issuer)).client_id;
});
afterAll(() => here.remove());

const users = (words: string[], input = ''): Promise<Ended> => here.granthouse(['users', ...words], { input }).ended;

/** Done, and told as this event and nothing else. */
async function expectTold(words: string[], input: string, event: string): Promise<void> {
  const { code, err } = await users(words, input);
  expect({ code, told: eventsIn(err) }).toEqual({ code: 0, told: [event] });
}

async function add(login: string): Promise<void> {
  await expectTold(['add', login], `${person.password}\n`, 'account.added');
}

async function listed(): Promise<string[]> {
  return (await users(['list'])).out.split('\n').filter((line) => line !== '');
}

const opened = async (browser: Browser): Promise<Page> =>
  pageOf(await browser.open(authorizationRequest(here.issuer, clientId).url));

const isSignInPage = ({ html }: Page) => html.includes('name="password"');

/** The page after the sign-in form: the form again when it was refused. */
async function signIn(login: string, password = person.password, browser = new Browser()): Promise<Page> {
  return pageOf(await browser.submit(await opened(browser), '/sign-in', { login, password }));
}

/** What a client of a new person gets, by the whole way, and a refresh with it. */
async function connected(login: string, browser: Browser) {
  const { url, verifier } = authorizationRequest(here.issuer, clientId);
  const form = pageOf(await browser.open(url));
  const consent = pageOf(await browser.submit(form, '/sign-in', { login, password: person.password }));
  const code = sentTo(await browser.submit(consent, '/approve')).searchParams.get('code') ?? '';
  const answer = await redeem(here.issuer, { client_id: clientId, code, code_verifier: verifier });
  let { refresh_token: token } = (await answer.json()) as TokenAnswer;
  return async () => {
    const refreshed = await refresh(here.issuer, { client_id: clientId, refresh_token: token });
    if (refreshed.ok) token = ((await refreshed.clone().json()) as TokenAnswer).refresh_token;
    return refreshed;
  };
}

/** How many people have records of each kind. */
async function peopleInStore(): Promise<number[]> {
  const kinds = ['session', 'grant'];
  const path = join(here.folder, 'store', 'granthouse.db');
  const store = await sqliteEngine({ path }).open(Object.fromEntries(kinds.map((kind) => [kind, { indexes: [] }])));
  const pages = await Promise.all(kinds.map((kind) => store.list(kind)));
  await store.close();
  const ids = pages.map(({ items }) => items.map(({ document }) => document['accountId']).filter((id) => id));
  return ids.map((each) => new Set(each).size);
}

describe('granthouse users add', () => {
  it('lets a person sign in at once, and lists login, name and email', async () => {
    expect((await users(['list'])).err).toMatch(/Nobody can sign in yet/);
    const words = ['add', person.login, '--name', person.name, '--email', 'ada@lovelace.example'];
    const { code, out, err } = await users(words, `${person.password}\n`);
    expect({ code, out }).toEqual({ code: 0, out: `${person.login} can sign in now.\n` });
    expect(eventsIn(err)).toEqual(['account.added']);
    expect(err).not.toContain(person.password);
    expect(isSignInPage(await signIn(person.login))).toBe(false);
    expect(await listed()).toEqual([`${person.login}\t${person.name}\tada@lovelace.example`]);
  });

  it('takes the first line of standard input as the password, and waits for no more', async () => {
    const adding = here.granthouse(['users', 'add', 'pipe'], { input: { open: `${person.password}\r\nnext line` } });
    expect(await adding.ended).toMatchObject({ code: 0 });
    expect(isSignInPage(await signIn('pipe'))).toBe(false);
  });

  it.each([
    [
      'a login that is taken, in other letters',
      ['add', person.login.toUpperCase()],
      'another password',
      /exists already/,
    ],
    ['a short password', ['add', 'grace'], '1234567', /at least 8 characters/],
  ])('refuses %s', async (_title, words, password, message) => {
    const { code, out, err } = await users(words, password);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(message);
  });

  it('changes nothing when it refuses', async () => {
    expect(await users(['add', 'pipe'], 'another password')).toMatchObject({ code: 1 });
    expect(isSignInPage(await signIn('pipe', 'another password'))).toBe(true);
    expect(new Set((await listed()).map((line) => line.split('\t')[0]))).toEqual(new Set([person.login, 'pipe']));
  });
});

describe('granthouse users set-password', () => {
  it('ends browser sessions and the old password at once; what is connected stays so', async () => {
    await add('grace');
    const browser = new Browser();
    const refreshed = await connected('grace', browser);
    expect(isSignInPage(await opened(browser))).toBe(false);

    await expectTold(['set-password', 'grace'], 'a changed password\n', 'account.password_changed');
    expect(isSignInPage(await opened(browser))).toBe(true);
    expect(isSignInPage(await signIn('grace'))).toBe(true);
    expect(isSignInPage(await signIn('grace', 'a changed password'))).toBe(false);
    expect((await refreshed()).status).toBe(200);
  });

  it('refuses no password and an unknown login', async () => {
    expect(await users(['set-password', 'pipe'])).toMatchObject({ code: 1, out: '' });
    const { code, err } = await users(['set-password', 'nobody'], 'a changed password\n');
    expect({ code, err }).toEqual({ code: 1, err: 'granthouse: there is no nobody\n' });
  });
});

describe('granthouse users remove', () => {
  it('ends sessions, connections and the account at once, and nobody else’s', async () => {
    const [browser, other] = [new Browser(), new Browser()];
    await Promise.all([add('alan'), add('edsger')]);
    const [refreshed, refreshedOther] = await Promise.all([connected('alan', browser), connected('edsger', other)]);
    expect((await refreshed()).status).toBe(200);
    const before = await peopleInStore();

    await expectTold(['remove', 'alan'], '', 'account.removed');
    expect(isSignInPage(await opened(browser))).toBe(true);
    expect(isSignInPage(await signIn('alan'))).toBe(true);
    await expectError(await refreshed(), 400, 'invalid_grant');
    expect(await peopleInStore()).toEqual(before.map((count) => count - 1));
    expect(await listed()).not.toContainEqual(expect.stringContaining('alan'));

    expect(isSignInPage(await opened(other))).toBe(false);
    expect((await refreshedOther()).status).toBe(200);
  });

  it('refuses an unknown login', async () => {
    expect(await users(['remove', 'nobody'])).toMatchObject({ code: 1, err: 'granthouse: there is no nobody\n' });
  });
});
