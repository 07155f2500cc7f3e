/** Signing in to a connection: the answer is for one browser of one person, and everyone keeps what is theirs. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Connections, Person, SignInUnderWay } from '@granthouse/client/connections';
import { memoryEngine } from '@granthouse/storage/memory';
import { authorize } from '../../support/connect.ts';
import { startHouse, type House } from '../../support/order-desk.ts';
import { ada, bob, cy, redirectUri, startConnections } from '../../support/team.ts';
import { createTestClock } from '../../support/test-clock.ts';

const accounts = {
  bob: { login: 'bob@example.com', password: 'bobs own words here', name: 'Bob' },
  cy: { login: 'cy@example.com', password: 'cys own words, longer', name: 'Cy' },
};
let house: House;
let connections: Connections;
let id: string;

beforeAll(async () => {
  house = await startHouse();
  for (const account of Object.values(accounts)) await house.authorizationServer.accounts.add(account);
});
afterAll(() => house.close());
beforeEach(async () => {
  connections = await startConnections();
  ({ id } = await addDesk(connections));
});
afterEach(() => connections.close());

const addDesk = (to: Connections, ownership: 'shared' | 'personal' = 'personal') =>
  to.add(ada, { name: 'Order desk', url: house.resource, authentication: { kind: 'oauth' }, ownership });

const answerOf = ({ url }: SignInUnderWay, who = accounts.bob) => authorize(url, { who });

async function signIn(to: Connections, by: Person, who = accounts.bob) {
  const begun = await to.beginSignIn(by, id);
  return to.finishSignIn(by, await answerOf(begun, who), begun.binding);
}

async function customersOf(to: Connections, by: Person): Promise<unknown> {
  const [desk] = await to.ready(by);
  return (await desk?.call('list_customers', {}))?.structuredContent;
}

describe('detection', () => {
  it('finds that clients register themselves, at which server, and where the browser comes back to', async () => {
    const found = await connections.detect(ada, ` ${house.resource} `);
    expect(found).toEqual({ asks: 'oauth-ready', issuer: house.issuer, redirectUri });
  });
});

describe('a personal sign-in', () => {
  it('makes the tools ready for one person, and for nobody else', async () => {
    expect(await connections.find(bob, id)).toMatchObject({ state: { kind: 'credential-needed', why: 'first' } });
    const finished = await signIn(connections, bob);
    expect(finished).toMatchObject({ kind: 'signed-in', connection: { state: { kind: 'connected' } } });
    expect(await customersOf(connections, bob)).toMatchObject({ customers: expect.any(Array) });
    expect(await connections.ready(cy)).toEqual([]);
    expect(await connections.ready(ada)).toEqual([]);
    await signIn(connections, cy, accounts.cy);
    expect(await connections.disconnect(bob, id)).toEqual({ isRevoked: true });
    expect(await connections.ready(bob)).toEqual([]);
    expect(await customersOf(connections, cy)).toMatchObject({ customers: expect.any(Array) });
  });

  it('is finished by nobody else, in no other browser, and once', async () => {
    const mismatch = expect.objectContaining({ code: 'response_mismatch' });
    const begun = await connections.beginSignIn(bob, id);
    const answer = await answerOf(begun);
    await expect(connections.finishSignIn(cy, answer, begun.binding)).rejects.toEqual(mismatch);
    const twice = [1, 2].map(() => connections.finishSignIn(bob, answer, begun.binding));
    const results = await Promise.allSettled(twice);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const other = await connections.beginSignIn(bob, id);
    const next = await answerOf(other);
    await expect(connections.finishSignIn(bob, next, begun.binding)).rejects.toEqual(mismatch);
    await expect(connections.finishSignIn(bob, next, other.binding)).rejects.toEqual(mismatch);
  });

  it.each([
    ['no state', (answer: URL) => answer.searchParams.delete('state')],
    ['two states', (answer: URL) => answer.searchParams.append('state', 'another')],
    ['another state', (answer: URL) => answer.searchParams.set('state', 'another')],
    ['another issuer', (answer: URL) => answer.searchParams.set('iss', 'https://mix-up.example')],
  ])('is not finished by an answer with %s', async (_, change) => {
    const begun = await connections.beginSignIn(bob, id);
    const answer = await answerOf(begun);
    change(answer);
    const finished = connections.finishSignIn(bob, answer, begun.binding);
    await expect(finished).rejects.toMatchObject({ code: 'response_mismatch' });
    expect(await connections.ready(bob)).toEqual([]);
  });

  it('that the person refuses leaves things as they were', async () => {
    const begun = await connections.beginSignIn(bob, id);
    const answer = await authorize(begun.url, { who: accounts.bob, decision: 'deny' });
    const refused = connections.finishSignIn(bob, answer, begun.binding);
    await expect(refused).rejects.toMatchObject({ code: 'sign_in_refused', details: { error: 'access_denied' } });
    expect(await connections.find(bob, id)).toMatchObject({ state: { kind: 'credential-needed', why: 'first' } });
  });

  it('leaves nothing when the connection is removed, or led elsewhere, while the person is away', async () => {
    const begun = await connections.beginSignIn(bob, id);
    const answer = await answerOf(begun);
    await connections.change(ada, id, { url: `${house.resource}/other` });
    const finished = connections.finishSignIn(bob, answer, begun.binding);
    await expect(finished).rejects.toMatchObject({ code: 'response_mismatch' });
    expect(await connections.ready(bob)).toEqual([]);
  });

  it('is not begun more often than anybody needs', async () => {
    for (let count = 0; count < 20; count += 1) await connections.beginSignIn(bob, id);
    await expect(connections.beginSignIn(bob, id)).rejects.toMatchObject({ code: 'not_allowed' });
    await expect(connections.beginSignIn(cy, id)).resolves.toBeDefined();
  });
});

describe('a shared sign-in', () => {
  it('is an admin’s, and for everyone', async () => {
    const own = await startConnections();
    ({ id } = await addDesk(own, 'shared'));
    await expect(own.beginSignIn(bob, id)).rejects.toMatchObject({ code: 'forbidden' });
    await signIn(own, ada);
    expect(await customersOf(own, bob)).toMatchObject({ customers: expect.any(Array) });
    await expect(own.disconnect(bob, id)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await own.disconnect(ada, id)).toEqual({ isRevoked: true });
    expect(await own.ready(bob)).toEqual([]);
    await own.close();
  });
});

describe('a token', () => {
  it('is renewed when it ends, and its end at the server is said', async () => {
    const clock = createTestClock();
    const own = await startConnections(memoryEngine({ now: clock.now }), { now: clock.now });
    ({ id } = await addDesk(own));
    await signIn(own, bob);
    clock.advance(9 * 60_000 + 45_000);
    expect(await customersOf(own, bob)).toMatchObject({ customers: expect.any(Array) });
    await endAll();
    clock.advance(60 * 60_000);
    await expect(customersOf(own, bob)).rejects.toMatchObject({ code: 'sign_in_needed' });
    expect(await own.find(bob, id)).toMatchObject({ state: { kind: 'credential-needed', why: 'ended' } });
    expect(await own.ready(bob)).toEqual([]);
    await signIn(own, bob);
    expect(await own.find(bob, id)).toMatchObject({ state: { kind: 'connected' } });
    await own.close();
  });

  it('is renewed once where many calls of two instances come at once', async () => {
    const clock = createTestClock();
    const engine = memoryEngine({ now: clock.now });
    const instances = [
      await startConnections(engine, { now: clock.now }),
      await startConnections(engine, { now: clock.now }),
    ];
    const [one] = instances as [Connections];
    ({ id } = await addDesk(one));
    await signIn(one, bob);
    const before = repetitions();
    clock.advance(9 * 60_000 + 45_000);
    const calls = Array.from({ length: 8 }, (_, index) => customersOf(instances[index % 2] ?? one, bob));
    expect(await Promise.all(calls)).toHaveLength(8);
    expect(repetitions() - before).toBe(0);
    for (const each of instances) await each.close();
  });
});

/** A refresh token that comes twice is answered in the grace window, and told. */
const repetitions = () => house.authorizationServer.logged.filter((line) => line.includes('refresh_family.')).length;

/** As Bob would on the page of connected apps. */
async function endAll(): Promise<void> {
  const { login } = accounts.bob;
  const ended = house.authorizationServer.authorizations.end({ login });
  for await (const authorization of ended) expect(authorization).toEqual(expect.any(String));
}
