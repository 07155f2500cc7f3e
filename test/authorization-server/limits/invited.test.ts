/** Apps that the operator has invited are no strangers: they count by their invitation, and their requests like everybody's (RFC 7591 §3 and §5). */
import { afterEach, expect, it } from '@jest/globals';
import type { AuthorizationServerOptions } from '@granthouse/authorization-server';
import { post } from '../../support/oauth-client.ts';
import { limitedServer, newClient, ownClient, statusesOf, type LimitedServer } from './limited-server.ts';

const here = '203.0.113.66';
const invitation = { open: false, initialAccessTokens: true };

let server: LimitedServer;
afterEach(() => server.close());

const started = async (registration: AuthorizationServerOptions['registration'] = invitation) =>
  (server = await limitedServer({ limits: { times: 0.01 }, registration }));

const registering = (metadata: object, token?: string) =>
  post(`${server.issuer}/register`, metadata, {
    'x-forwarded-for': here,
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  });

/** So slowly that the requests themselves are within their budget. */
async function oneAfterTheOther(count: number, metadata: (index: number) => object, token?: string) {
  const statuses: number[] = [];
  for (let index = 0; index < count; index += 1) {
    server.clock.advance(2000);
    statuses.push((await registering(metadata(index), token)).status);
  }
  return statuses;
}

const all = (count: number, status: number) => Array.from({ length: count }, () => status);

it.each([
  ['of many names', newClient, 10],
  ['that say the same and get an id each', () => ownClient, 5],
])('new clients %s are not counted as a stranger’s', async (_which, metadata, most) => {
  await started();
  const { token } = await server.initialAccessTokens.add({ name: 'Workflows' });
  expect(await oneAfterTheOther(15, metadata, token)).toEqual(all(15, 201));
  expect(server.reached()).toEqual([]);
  await server.close();

  await started({});
  const strange = await oneAfterTheOther(15, metadata);
  expect(strange).toEqual([...all(most, 201), ...all(15 - most, 429)]);
});

it('their requests are counted by network like everybody’s', async () => {
  await started();
  const { token } = await server.initialAccessTokens.add({ name: 'Workflows' });
  expect(await statusesOf(10, (index) => registering(newClient(index), token))).toEqual({ 201: 6, 429: 4 });
  expect(server.reached()).toMatchObject([{ limit: 'registration', by: 'network', network: here }]);
});

it('a token is not guessed any faster than that', async () => {
  await started();
  expect(await statusesOf(10, (index) => registering(newClient(index), `guess ${index}`))).toEqual({ 401: 6, 429: 4 });
});
