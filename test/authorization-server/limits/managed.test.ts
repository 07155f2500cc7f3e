/** How often clients may ask about their own registration, good or not (RFC 7592 §2; RFC 6585 §4). */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { ManagedClient } from '../../support/managed-client.ts';
import { limitedServer, ownClient, statusesOf, type LimitedServer } from './limited-server.ts';

const here = '203.0.113.66';
const elsewhere = '198.51.100.7';

let server: LimitedServer;
let client: ManagedClient;
beforeEach(async () => {
  server = await limitedServer({ limits: { times: 0.01 } });
  client = await registered();
});
afterEach(() => server.close());

const registered = async () => (await (await server.register(elsewhere, ownClient)).json()) as ManagedClient;

interface Asked {
  readonly address?: string;
  readonly url?: string;
  readonly token?: string;
  readonly method?: string;
}

const asked = ({
  address = here,
  url = client.registration_client_uri,
  token = client.registration_access_token,
  method = 'GET',
}: Asked = {}) => {
  const headers = { 'x-forwarded-for': address, authorization: `Bearer ${token}`, origin: 'https://host.example' };
  return fetch(url, { method, headers });
};

it.each([
  ['reads', 'GET', 200],
  ['sends what is refused, and', 'PUT', 400],
])('whatever a client %s is counted by client and network', async (_what, method, status) => {
  expect(await statusesOf(15, () => asked({ method }))).toEqual({ [status]: 10, 429: 5 });
  const { client_id } = client;
  expect(server.reached()).toMatchObject([
    { limit: 'client_request', by: 'client and network', client_id, network: here },
  ]);
});

it('RFC7591-9: the refusal has the form of an OAuth error, says when to come again, and a page may read it', async () => {
  await statusesOf(10, () => asked());
  const refused = await asked();
  expect(refused.status).toBe(429);
  expect(Object.fromEntries(refused.headers)).toMatchObject({
    'cache-control': 'no-store',
    'retry-after': '5',
    'access-control-allow-origin': '*',
  });
  expect(await refused.json()).toMatchObject({ error: 'temporarily_unavailable' });
  server.clock.advance(5000);
  expect((await asked()).status).toBe(200);
});

it('a token is not guessed any faster, and its owner goes on in another network', async () => {
  expect(await statusesOf(15, (index) => asked({ token: `guess ${index}` }))).toEqual({ 401: 10, 429: 5 });
  expect((await asked()).status).toBe(429);
  expect((await asked({ address: elsewhere })).status).toBe(200);
});

it('another client of that network goes on', async () => {
  await statusesOf(15, () => asked());
  const other = await registered();
  const { registration_client_uri: url, registration_access_token: token } = other;
  expect((await asked({ url, token })).status).toBe(200);
});

it('clients that nobody knows share the ceiling of their network', async () => {
  const unknown = (index: number) => asked({ url: `${server.issuer}/register/dcr_${index}` });
  expect(await statusesOf(40, unknown)).toEqual({ 401: 30, 429: 10 });
  expect(server.reached()).toMatchObject([{ limit: 'client_request', by: 'network', network: here }]);
});
