/** What whoever is too fast gets to read, and who goes on meanwhile: 429 with Retry-After (RFC 6585 §4, RFC 6749 §5.2). */
import { afterEach, describe, expect, it } from '@jest/globals';
import { Browser } from '../../support/browser.ts';
import { pageOf, sentTo } from '../../support/connect.ts';
import { person } from '../../support/authorization-server.ts';
import {
  authorizationRequest,
  obtainTokens,
  post,
  publicClient,
  register,
  type Registered,
} from '../../support/oauth-client.ts';
import { limitedServer, newClient, ownClient, statusesOf, type LimitedServer } from './limited-server.ts';

const here = '203.0.113.66';
const elsewhere = '198.51.100.7';

let server: LimitedServer;
afterEach(() => server.close());

const started = async (times: number) => (server = await limitedServer({ limits: { times } }));

const clientOf = async (response: Promise<Response>) => (await (await response).json()) as Registered;

describe('at registration', () => {
  it('a refused imitation costs nothing of the budget, and is not even read where that is spent', async () => {
    server = await limitedServer({ limits: { times: 0.01 }, registration: { imitations: 'refuse' } });
    const imitation = { ...publicClient, client_name: 'Claude', redirect_uris: ['https://evil.example/callback'] };
    expect(await statusesOf(6, () => server.register(here, imitation))).toEqual({ 400: 6 });
    for (const first of [0, 5]) {
      server.clock.advance(60_000);
      expect(await statusesOf(5, (index) => server.register(here, newClient(first + index)))).toEqual({ 201: 5 });
    }
    server.clock.advance(60_000);
    expect(await statusesOf(5, () => server.register(here, imitation))).toEqual({ 429: 5 });
    expect(server.logged.filter((line) => line.includes('client.imitation_refused'))).toHaveLength(6);
  });

  it('RFC7591-9: the refusal has the form of an OAuth error, and says when to come again', async () => {
    await started(0.01);
    await statusesOf(6, (index) => server.register(here, newClient(index)));
    const fromPage = { 'x-forwarded-for': here, origin: 'https://host.example' };
    const refused = await post(`${server.issuer}/register`, publicClient, fromPage);
    expect(refused.status).toBe(429);
    expect(Object.fromEntries(refused.headers)).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'retry-after': '2',
      // A host that runs in a browser may read it, too.
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'WWW-Authenticate, Retry-After, DPoP-Nonce',
    });
    expect(await refused.json()).toEqual({
      error: 'temporarily_unavailable',
      error_description: 'too many requests, try again in 2 seconds',
      error_uri: `${server.issuer}/errors/too_many_requests`,
    });
    server.clock.advance(2000);
    expect((await server.register(here)).status).toBe(201);
  });

  it('a body that is refused is not read', async () => {
    await started(0.01);
    await statusesOf(6, (index) => server.register(here, newClient(index)));
    const body = { ...newClient('large'), client_uri: `https://app.example/${'x'.repeat(50_000)}` };
    expect((await server.register(here, body)).status).toBe(429);
  });
});

describe('at the authorization endpoint', () => {
  it('a person reads a page that says what to do, and nobody is sent anywhere', async () => {
    await started(0.01);
    const { client_id: clientId } = await clientOf(server.register(elsewhere));
    expect(await statusesOf(10, () => server.authorize(here, clientId))).toEqual({ 303: 10 });
    const refused = await server.authorize(here, clientId);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(refused.headers.get('location')).toBeNull();
    const page = await refused.text();
    expect(page).toContain('<h1>Too many requests came from where you are</h1>');
    expect(page).toContain('Wait a minute, then load this page again.');
    const program = await server.authorize(here, clientId, 'application/json');
    expect(await program.json()).toMatchObject({ error: 'temporarily_unavailable' });
  });

  it('another app in that network, and that app in another network, go on', async () => {
    await started(0.01);
    const flooded = await clientOf(server.register(elsewhere));
    const other = await clientOf(server.register(elsewhere, newClient('other')));
    expect(await statusesOf(12, () => server.authorize(here, flooded.client_id))).toEqual({ 303: 10, 429: 2 });
    expect((await server.authorize(here, other.client_id)).status).toBe(303);
    expect((await server.authorize(elsewhere, flooded.client_id)).status).toBe(303);
  });

  it('the network is a ceiling over all apps', async () => {
    await started(0.01);
    const statuses = await statusesOf(25, (index) => server.authorize(here, `app-${index}`));
    expect(statuses).toEqual({ 400: 20, 429: 5 });
    expect(server.reached()).toEqual([
      { limit: 'authorization', by: 'network', network: here, retry_after: expect.any(Number) },
    ]);
  });
});

describe('at the token endpoint', () => {
  const guess = (address: string, clientId: string) =>
    server.postForm(address, '/token', { grant_type: 'refresh_token', client_id: clientId, refresh_token: 'a guess' });

  it('guesses are refused for their client in their network, and nowhere else', async () => {
    await started(0.01);
    const guessed = await clientOf(server.register(elsewhere));
    const other = await clientOf(server.register(elsewhere, newClient('other')));
    expect(await statusesOf(10, () => guess(here, guessed.client_id))).toEqual({ 400: 10 });
    const refused = await guess(here, guessed.client_id);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(await refused.json()).toMatchObject({ error: 'temporarily_unavailable' });
    expect((await guess(here, other.client_id)).status).toBe(400);
    expect((await guess(elsewhere, guessed.client_id)).status).toBe(400);
    expect(server.reached()).toMatchObject([{ limit: 'client_request', by: 'client and network', network: here }]);
  });

  it('clients that nobody knows share the ceiling of their network', async () => {
    await started(0.01);
    expect(await statusesOf(40, (index) => guess(here, `dcr_${index}`))).toEqual({ 401: 30, 429: 10 });
    expect((await guess(elsewhere, 'dcr_1')).status).toBe(401);
  });

  it('OAUTH21-20: a secret is not guessed any faster', async () => {
    await started(0.01);
    const client = await clientOf(server.register(elsewhere, ownClient));
    const fields = { grant_type: 'refresh_token', client_id: client.client_id, refresh_token: 'any' };
    const wrong = (index: number) => server.postForm(here, '/token', { ...fields, client_secret: `guess ${index}` });
    expect(await statusesOf(15, wrong)).toEqual({ 401: 10, 429: 5 });
  });

  it('a client that is good is not counted, and a person is alone with the budget of their refreshes', async () => {
    await started(0.01);
    const { client, tokens } = await obtainTokens(server.issuer);
    let { refresh_token: token } = tokens;
    const refreshed = (address: string) =>
      server.postForm(address, '/token', {
        grant_type: 'refresh_token',
        client_id: client.client_id,
        refresh_token: token,
      });
    for (let round = 0; round < 10; round += 1) {
      const answer = await refreshed(`203.0.113.${round}`);
      expect(answer.status).toBe(200);
      ({ refresh_token: token } = (await answer.json()) as { refresh_token: string });
    }
    expect((await refreshed('203.0.113.99')).status).toBe(429);
    expect(server.reached()).toMatchObject([{ limit: 'refresh', by: 'client and user', client_id: client.client_id }]);
    // The token is as good as before.
    server.clock.advance(20_000);
    expect((await refreshed('203.0.113.99')).status).toBe(200);
  });
});

describe.each(['/introspect', '/revoke'])('at %s', (path) => {
  it('whatever a client that registered itself asks is counted, good or not', async () => {
    await started(0.01);
    const client = await clientOf(server.register(elsewhere, ownClient));
    const ask = () => {
      const { client_id: clientId, client_secret: secret = '' } = client;
      return server.postForm(here, path, { client_id: clientId, client_secret: secret, token: 'unknown' });
    };
    expect(await statusesOf(15, ask)).toEqual({ 200: 10, 429: 5 });
  });

  it('the operator’s own clients are counted only for what is refused', async () => {
    server = await limitedServer({
      limits: { times: 0.01 },
      clients: [{ client_id: 'orders', client_secret: 'x'.repeat(40), introspects: 'https://orders.example.com/mcp' }],
    });
    const ask = (secret: string) =>
      server.postForm(here, path, { client_id: 'orders', client_secret: secret, token: 'unknown' });
    expect(await statusesOf(50, () => ask('x'.repeat(40)))).toEqual({ 200: 50 });
    expect(await statusesOf(15, () => ask('wrong'))).toEqual({ 401: 10, 429: 5 });
  });
});

describe('at consent', () => {
  it('one person who approves one app again and again is asked to wait, and may go on later', async () => {
    await started(0.01);
    const { client_id: clientId } = await register(server.issuer);
    const browser = new Browser();
    const consent = async () => pageOf(await browser.open(authorizationRequest(server.issuer, clientId).url));
    const first = pageOf(await browser.submit(await consent(), '/sign-in', person));
    sentTo(await browser.submit(first, '/approve'));
    const second = await consent();
    const refused = pageOf(await browser.submit(second, '/approve'));
    expect(refused.status).toBe(429);
    expect(server.reached()).toMatchObject([{ limit: 'approval', by: 'client and user', client_id: clientId }]);
    server.clock.advance(60 * 60_000);
    expect(sentTo(await browser.submit(second, '/approve')).searchParams.has('code')).toBe(true);
  });
});
