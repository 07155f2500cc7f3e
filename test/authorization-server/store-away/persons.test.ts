/** A person at a browser, while a call to the store fails: a page with 503, and the way goes on when it is loaded again. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { memoryEngine } from '@granthouse/storage/memory';
import { collections } from '../../../packages/authorization-server/src/store/collections.ts';
import { person, startAuthorizationServer, type RunningServer } from '../../support/authorization-server.ts';
import { Browser, type Arrival, type Page } from '../../support/browser.ts';
import { cheapenPasswords } from '../../support/cheap-password.ts';
import { pageOf } from '../../support/connect.ts';
import { failingEngine } from '../../support/failing-engine.ts';
import { authorizationRequest, redeem, register, type Attempt, type Registered } from '../../support/oauth-client.ts';
import { failEachCall, type Answer, type Step } from './faults.ts';

const memory = memoryEngine();
const engine = failingEngine(memory);
let server: RunningServer;
let client: Registered;
beforeAll(async () => {
  server = await startAuthorizationServer('https://orders.example.com/mcp', { storage: engine });
  client = await register(server.issuer);
  await cheapenPasswords(await memory.open(collections), person.password);
});
afterAll(() => server.close());

/** A person on the way, and the page that they look at. */
interface Visit {
  readonly browser: Browser;
  readonly attempt: Attempt;
  page?: Page;
  arrival?: Arrival;
}

const forms = [
  ['/sign-in', person],
  ['/approve', {}],
] as const;

/** Sends the form of a page, if it is one that a person goes on by. */
async function press({ browser }: Visit, page: Page): Promise<Arrival> {
  const found = forms.find(([action]) => page.forms.some((form) => form.action.endsWith(action)));
  if (!found) throw new Error(`no way on at ${page.url}: ${page.status}\n${page.html}`);
  return browser.submit(page, found[0], found[1]);
}

/** Where a form was sent, loading again sends it again; anywhere else it asks for the page again. */
async function reload(visit: Visit, failed: Page): Promise<Arrival> {
  const isOfForm = visit.page !== undefined && forms.some(([action]) => failed.url.endsWith(action));
  return isOfForm ? press(visit, visit.page as Page) : visit.browser.open(failed.url);
}

async function toTheEnd(visit: Visit): Promise<URL> {
  let { arrival } = visit;
  for (let presses = 0; presses < 8; presses += 1) {
    if (arrival?.sentTo) return arrival.sentTo;
    const page: Page | undefined = arrival?.page;
    if (page?.status === 503) arrival = await reload(visit, page);
    else if (page?.status === 200) arrival = await press(visit, page);
    // The page says that it has expired, and what to do.
    else arrival = await visit.browser.open(visit.attempt.url);
  }
  throw new Error('the way has no end');
}

async function arrived(arrival: Promise<Arrival>, visit: Visit): Promise<Answer> {
  visit.arrival = await arrival;
  const { page, sentTo } = visit.arrival;
  if (page) return { status: page.status, headers: page.headers, body: page.html };
  return { status: 303, headers: new Headers({ location: sentTo.href }), body: '' };
}

const step = (before: (visit: Visit) => Promise<void>, browser = () => new Browser()): Step<Visit> => ({
  async prepare() {
    const visit = { browser: browser(), attempt: authorizationRequest(server.issuer, client.client_id) };
    await before(visit);
    return visit;
  },
  take: (visit) => arrived(visit.page ? press(visit, visit.page) : visit.browser.open(visit.attempt.url), visit),
  async goOn(visit) {
    const { searchParams } = await toTheEnd(visit);
    const fields = { client_id: client.client_id, code_verifier: visit.attempt.verifier };
    const answer = await redeem(server.issuer, { ...fields, code: searchParams.get('code') ?? '' });
    expect(answer.status).toBe(200);
  },
});

const nothing = async () => {};

const asked = async (visit: Visit) => {
  visit.page = pageOf(await visit.browser.open(visit.attempt.url));
};

/** Signs in where this browser is not signed in any more. */
const consenting = async (visit: Visit) => {
  await asked(visit);
  if (visit.page?.html.includes('name="password"')) visit.page = pageOf(await press(visit, visit.page));
};

const sameBrowser = new Browser();

describe('whichever call to the store fails, before it was done or after', () => {
  it.each([
    ['asks', step(nothing)],
    ['signs in', step(asked)],
    ['approves', step(consenting, () => sameBrowser)],
    ['comes again, signed in', step(nothing, () => sameBrowser)],
  ])('a person who %s sees a page with 503, and comes to their code by what it says', async (_does, taken) => {
    expect((await failEachCall(engine, taken)).length).toBeGreaterThan(0);
  });
});
