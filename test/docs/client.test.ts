/** The programs that the page of the client shows, run against the example. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { beginSignIn, guardedFetch } from '@granthouse/client';
import { namesOfTools } from '@granthouse/example-snippets/sign-in';
import { begin, finish } from '@granthouse/example-snippets/sign-in-hosted';
import { authorize } from '../support/connect.ts';
import { startHouse, type House } from '../support/order-desk.ts';

let house: House;
beforeAll(async () => {
  house = await startHouse();
});
afterAll(() => house.close());

it('a program signs a person in and shows the tools', async () => {
  const open = async (url: URL) => void (await fetch(await authorize(url)));
  expect(await namesOfTools(new URL(house.resource), open)).toContain('list_customers');
});

it('a hosted client goes nowhere inside its own network, and takes no answer of another browser', async () => {
  const endpoint = new URL(house.resource);
  await expect(begin(endpoint)).rejects.toMatchObject({ code: 'not_allowed' });
  const network = guardedFetch({ besides: 'loopback' });
  const identity = { name: 'My agents', redirectUri: 'https://agents.example.com/callback' };
  const { attempt, url } = await beginSignIn(endpoint, { identity, fetch: network.fetch });
  const finished = finish(attempt, await authorize(url), 'of another');
  await expect(finished).rejects.toMatchObject({ code: 'response_mismatch' });
  await network.close();
});
