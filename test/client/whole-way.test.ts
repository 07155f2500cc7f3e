/** The whole way of the client against the example: refused, discovered, registered, signed in, called, renewed, taken back. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  beginAuthorization,
  connect,
  discover,
  finishAuthorization,
  guardedFetch,
  keptInMemory,
  noCredential,
  oauthCredential,
  register,
  revokeAuthorization,
} from '@granthouse/client';
import { parseChallenges } from '@granthouse/protocol';
import { authorize } from '../support/connect.ts';
import { startHouse, type House } from '../support/order-desk.ts';

const network = guardedFetch({ besides: 'loopback' });
let house: House;

beforeAll(async () => {
  house = await startHouse();
});
afterAll(async () => {
  await network.close();
  await house.close();
});

it('goes from the address of a server to a tool’s answer, and takes its access back', async () => {
  const { fetch } = network;
  const refused = connect(house.resource, { credential: noCredential, fetch });
  await expect(refused).rejects.toMatchObject({ code: 'credential_refused' });

  const challenge = await fetch(house.resource, { method: 'POST' });
  const challenges = parseChallenges(challenge.headers.get('www-authenticate') ?? '');
  const discovery = await discover(new URL(house.resource), { fetch, challenges });
  const redirectUri = 'http://127.0.0.1:7799/callback';
  const client = await register(discovery, { name: 'Whole way', redirectUri }, fetch);
  const { url, attempt } = await beginAuthorization(discovery, client, discovery.scopes);
  const authorization = await finishAuthorization(attempt, await authorize(url), { fetch });
  const keeper = keptInMemory(authorization);

  const connection = await connect(house.resource, { credential: oauthCredential({ keeper, fetch }), fetch });
  expect((await connection.tools()).map(({ name }) => name)).toContain('list_customers');
  const result = await connection.call('list_customers', {});
  expect(result.structuredContent).toMatchObject({ customers: expect.any(Array) });
  await connection.close();

  expect(await revokeAuthorization(authorization, fetch)).toBe(true);
  const late = oauthCredential({ keeper, fetch, now: () => Date.now() + 3_600_000 });
  await expect(connect(house.resource, { credential: late, fetch })).rejects.toMatchObject({ code: 'sign_in_needed' });
});
