/** A sign-in as its callers see it: an address for the browser, an attempt that is kept, and an authorization in the end. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { beginSignIn, finishSignIn, guardedFetch, signInHere, type SignInAttempt } from '@granthouse/client';
import { authorize } from '../../support/connect.ts';
import { startHouse, type House } from '../../support/order-desk.ts';

const network = guardedFetch({ besides: 'loopback' });
const { fetch } = network;
const identity = { name: 'A registry', redirectUri: 'https://registry.example/callback' };
let house: House;

beforeAll(async () => {
  house = await startHouse();
});
afterAll(async () => {
  await network.close();
  await house.close();
});

const endpoint = () => new URL(house.resource);

describe('a hosted sign-in', () => {
  it('goes on in another process with nothing but the attempt', async () => {
    const { url, attempt, binding } = await beginSignIn(endpoint(), { identity, fetch });
    const kept = JSON.parse(JSON.stringify(attempt)) as SignInAttempt;
    const answer = await authorize(url);
    expect(answer.searchParams.get('state')).toBe(kept.state);
    expect(await finishSignIn(kept, { answer, binding }, { fetch })).toMatchObject({
      kind: 'signed-in',
      authorization: { issuer: house.issuer, resource: house.resource, requested: ['orders:read'] },
    });
  });

  it('takes no answer that another browser brings', async () => {
    const { url, attempt } = await beginSignIn(endpoint(), { identity, fetch });
    const finished = finishSignIn(attempt, { answer: await authorize(url), binding: 'of another' }, { fetch });
    await expect(finished).rejects.toMatchObject({ code: 'response_mismatch' });
  });

  it('takes no answer that comes after its time', async () => {
    const { url, attempt, binding } = await beginSignIn(endpoint(), { identity, fetch });
    const now = () => Date.now() + 31 * 60_000;
    const finished = finishSignIn(attempt, { answer: await authorize(url), binding }, { fetch, now });
    await expect(finished).rejects.toMatchObject({ code: 'response_mismatch' });
  });
});

it('signs a person in on their own machine', async () => {
  const open = async (url: URL) => void (await fetch(await authorize(url)));
  const authorization = await signInHere(endpoint(), { identity: { name: 'A command' }, fetch, open });
  expect(authorization.client.redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/u);
  expect(authorization.tokens.accessToken).toEqual(expect.any(String));
});
