/** The whole store away: what each route answers meanwhile, what the operator reads, and that it is over when it is over. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { memoryEngine } from '@granthouse/storage/memory';
import { person, startAuthorizationServer, type RunningServer } from '../../support/authorization-server.ts';
import { Browser } from '../../support/browser.ts';
import { pageOf } from '../../support/connect.ts';
import { failingEngine } from '../../support/failing-engine.ts';
import {
  authorizationRequest,
  obtainTokens,
  post,
  publicClient,
  redeem,
  refresh,
  register,
  type Registered,
} from '../../support/oauth-client.ts';
import { createTestClock } from '../../support/test-clock.ts';
import { answerOf, expectUnavailable } from './faults.ts';

const clock = createTestClock();
const engine = failingEngine(memoryEngine());
let server: RunningServer;
let client: Registered;
beforeAll(async () => {
  server = await startAuthorizationServer('https://orders.example.com/mcp', { storage: engine, now: clock.now });
  client = await register(server.issuer);
});
afterEach(() => {
  engine.isAway = false;
  clock.advance(10_000);
});
afterAll(() => server.close());

const json = 'application/json';
/** As Java's HttpURLConnection says unless it is told otherwise. */
const java = 'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2';
const app = 'https://app.example.com';

const health = async (path: string) => (await fetch(`${server.issuer}/health/${path}`)).status;

describe('while the store is away', () => {
  it.each([
    ['/token', json],
    ['/token', java],
    ['/register', json],
    ['/register', java],
    ['/introspect', json],
    ['/introspect', java],
    ['/revoke', json],
    ['/revoke', java],
  ])('POST %s is answered 503 in JSON that a page of any origin may read (Accept: %s)', async (path, accept) => {
    engine.isAway = true;
    const isRegistration = path === '/register';
    const body = isRegistration
      ? JSON.stringify({ ...publicClient, client_name: accept })
      : new URLSearchParams({ grant_type: 'refresh_token', client_id: 'nobody', refresh_token: 'x.y.z', token: 'x' });
    const headers = { accept, origin: app, ...(isRegistration ? { 'content-type': json } : {}) };
    const answer = await fetch(`${server.issuer}${path}`, { method: 'POST', headers, body }).then(answerOf);
    expectUnavailable(answer);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-expose-headers')).toContain('Retry-After');
  });

  it.each([['text/html'], [json]])('GET /authorize sends nobody on to the client (Accept: %s)', async (accept) => {
    const { url } = authorizationRequest(server.issuer, client.client_id);
    engine.isAway = true;
    const answer = await fetch(url, { headers: { accept }, redirect: 'manual' }).then(answerOf);
    expectUnavailable(answer);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('HEAD /authorize is answered by the same head', async () => {
    const { url } = authorizationRequest(server.issuer, client.client_id);
    engine.isAway = true;
    const { status, headers } = await fetch(url, { method: 'HEAD', redirect: 'manual' });
    expect([status, headers.get('retry-after')]).toEqual([503, '5']);
  });

  it('every step of a person is answered with a page, and none is lost by it', async () => {
    const browser = new Browser();
    const { url } = authorizationRequest(server.issuer, client.client_id);
    const shown = pageOf(await browser.open(url));
    engine.isAway = true;
    for (const path of [shown.url, shown.url.replace('/interaction/', '/authorize/')]) {
      const { status, headers, html } = pageOf(await browser.open(path));
      expectUnavailable({ status, headers, body: html });
    }
    const answered = pageOf(await browser.submit(shown, '/sign-in', person));
    expectUnavailable({ ...answered, body: answered.html });
    engine.isAway = false;
    expect(pageOf(await browser.open(shown.url)).html).toContain('name="password"');
  });

  it('the process lives and is not ready, and is again a moment after the store is back', async () => {
    expect([await health('live'), await health('ready')]).toEqual([200, 200]);
    engine.isAway = true;
    expect([await health('live'), await health('ready')]).toEqual([200, 503]);
    engine.isAway = false;
    expect([await health('live'), await health('ready')]).toEqual([200, 200]);
  });

  it('a store that can be read and not written makes nobody ready who has met it', async () => {
    const { client: own, tokens } = await obtainTokens(server.issuer);
    engine.expectFault();
    await refresh(server.issuer, { client_id: own.client_id, refresh_token: tokens.refresh_token });
    const write = engine.calls.indexOf('compareAndSet refresh_family') + 1;
    engine.expectFault({ call: write, when: 'after' });
    const fields = { client_id: own.client_id, refresh_token: tokens.refresh_token };
    expectUnavailable(await refresh(server.issuer, fields).then(answerOf));
    expect(await health('ready')).toBe(503);
    clock.advance(5000);
    expect(await health('ready')).toBe(200);
  });

  it('the log says it once in a while, with the reference that everybody is told, and how many requests met it', async () => {
    const before = server.logged.length;
    engine.isAway = true;
    const references = new Set<string>();
    const many = async () => {
      const answers = Array.from({ length: 100 }, () => post(`${server.issuer}/register`, publicClient).then(answerOf));
      for (const { body } of await Promise.all(answers)) {
        references.add(/reference ([\da-f]{12})/.exec(body)?.[1] ?? 'none');
      }
    };
    await many();
    clock.advance(6000);
    await many();
    const lines = server.logged.slice(before);
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ message: 'the store is away', method: 'POST', path: '/register' }),
      expect.objectContaining({ message: 'the store is away', sinceLastLine: 99 }),
    ]);
    expect([...references]).toEqual(lines.map((line) => (JSON.parse(line) as { reference: string }).reference));
    expect(lines.join('\n')).not.toContain(' at ');
  });

  it('a wrong request is still told what is wrong with it, when no store is needed for that', async () => {
    engine.isAway = true;
    const answer = await redeem(server.issuer, { code: 'x' });
    expect([answer.status, await answer.json()]).toEqual([400, expect.objectContaining({ error: 'invalid_request' })]);
  });
});
