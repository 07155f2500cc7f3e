/** What a call with a good credential is refused for: its size and its rate, in every framework (RFC 9110 §15.5.14, RFC 6585 §4). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Auth, Decision, ProtectedResourceOptions } from '@granthouse/resource-server';
import { adapters, type GuardedServer, startGuardedServer } from '../support/guarded-server.ts';
import { createTestClock } from '../support/test-clock.ts';
import { startTestIssuer, type TestIssuer } from '../support/test-issuer.ts';

type RateLimit = NonNullable<ProtectedResourceOptions['rateLimit']>;

const clock = createTestClock();
const decisions: Decision[] = [];
const warnings: string[] = [];
let rateLimit: RateLimit;
let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await startTestIssuer(clock);
});
afterAll(() => issuer.goAway());
beforeEach(() => {
  decisions.splice(0);
  warnings.splice(0);
  rateLimit = () => undefined;
});

describe.each(adapters)('the limits through the %s adapter', (adapter) => {
  let server: GuardedServer;
  let authorization: [string, string];
  beforeAll(async () => {
    server = await startGuardedServer(adapter, {
      authorizationServers: [issuer.issuer],
      requiredScopes: ['orders:read'],
      maxBodyBytes: 16,
      rateLimit: (auth, request) => rateLimit(auth, request),
      onDecision: (decision) => decisions.push(decision),
      log: { warn: (_details, message) => void warnings.push(message) },
      now: clock.now,
    });
    authorization = ['Authorization', `Bearer ${await issuer.mint(server.resource.resource)}`];
  });
  afterAll(() => server.close());
  const post = (body: string, headers = [authorization]) => server.send('/mcp', { method: 'POST', headers, body });

  it('RFC9110 §15.5.14: a body that says it is too large is refused with 413, and reaches nobody', async () => {
    const before = server.seen.length;
    const answer = await post('x'.repeat(17), [authorization, ['Origin', server.origin]]);
    expect([answer.status, server.seen.length]).toEqual([413, before]);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'access-control-allow-origin': server.origin });
    expect(JSON.parse(answer.text)).toMatchObject({ error: 'invalid_request' });
    expect(decisions).toMatchObject([{ reason: 'body_too_large', status: 413, subject: 'person-1' }]);
  });

  it('one of the largest size passes, and one without a length as it comes', async () => {
    expect(await post('x'.repeat(16))).toMatchObject({ status: 200, text: 'x'.repeat(16) });
    const url = `${server.origin}/mcp`;
    const body = new Blob(['x'.repeat(40)]).stream();
    const init = { method: 'POST', headers: { authorization: authorization[1] }, body, duplex: 'half' } as RequestInit;
    expect(await (await fetch(url, init)).text()).toBe('x'.repeat(40));
  });

  it('without a token the size is not looked at', async () => {
    expect((await post('x'.repeat(17), [])).status).toBe(401);
  });

  it('RFC6585 §4: too many calls are answered with 429, which a browser can read', async () => {
    const asked: [string, string][] = [];
    rateLimit = (auth, request) => {
      asked.push([auth.subject, request.method]);
      return { retryAfter: 6.2 };
    };
    const answer = await post('', [authorization, ['Origin', server.origin]]);
    expect(answer.status).toBe(429);
    expect(answer.headers).toMatchObject({
      'retry-after': '7',
      'cache-control': 'no-store',
      'content-type': 'application/json',
      'access-control-allow-origin': server.origin,
    });
    expect(answer.headers['access-control-expose-headers']).toContain('Retry-After');
    expect(answer.headers).not.toHaveProperty('www-authenticate');
    expect(JSON.parse(answer.text)).toMatchObject({ error: 'temporarily_unavailable' });
    expect(asked).toEqual([['person-1', 'POST']]);
    expect(decisions).toMatchObject([{ reason: 'too_many_calls', status: 429, subject: 'person-1' }]);
  });

  it('counts by whom, and waits for the answer', async () => {
    const calls = new Map<string, number>();
    rateLimit = async ({ subject }) => {
      calls.set(subject, (calls.get(subject) ?? 0) + 1);
      return (calls.get(subject) ?? 0) > 1 ? { retryAfter: 1 } : undefined;
    };
    const other = await issuer.mint(server.resource.resource, { claims: { sub: 'person-2' } });
    const statuses = [await post(''), await post(''), await server.call(other)].map(({ status }) => status);
    expect(statuses).toEqual([200, 429, 200]);
  });

  it('only what would be let through is counted', async () => {
    let count = 0;
    rateLimit = () => {
      count += 1;
      return undefined;
    };
    const lacking = await issuer.mint(server.resource.resource, { claims: { scope: 'orders:list' } });
    await server.call(lacking);
    await server.call('nonsense');
    await server.send('/mcp', { method: 'OPTIONS', headers: [authorization] });
    await post('x'.repeat(17));
    expect(count).toBe(0);
    await post('');
    expect(count).toBe(1);
  });

  it.each<[string, RateLimit]>([
    [
      'throws',
      () => {
        throw new Error('the store is away');
      },
    ],
    ['rejects', () => Promise.reject(new Error('the store is away'))],
  ])('what can not be counted is 503 and not let through: rateLimit %s', async (_title, fail) => {
    rateLimit = fail;
    const answer = await post('');
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '10']);
    expect(answer.headers).not.toHaveProperty('www-authenticate');
    expect(answer.text).not.toContain('store');
    expect(warnings).toEqual(['rateLimit failed']);
    expect(decisions).toMatchObject([{ reason: 'unavailable', status: 503 }]);
  });
});

it.each([0, -3, Number.NaN, Number.POSITIVE_INFINITY])(
  'RFC9110 §10.2.3: Retry-After is a whole number of seconds when the function says %d',
  async (retryAfter) => {
    const server = await startGuardedServer('node', {
      authorizationServers: [issuer.issuer],
      rateLimit: (_auth: Auth) => ({ retryAfter }),
      now: clock.now,
    });
    const answer = await server.call(await issuer.mint(server.resource.resource));
    expect([answer.status, answer.headers['retry-after']]).toEqual([429, Number.isFinite(retryAfter) ? '1' : '10']);
    await server.close();
  },
);

it('lets bodies of 4 MiB through by default, as both lines of the MCP SDK do', async () => {
  const server = await startGuardedServer('node', { authorizationServers: [issuer.issuer], now: clock.now });
  const headers = { authorization: `Bearer ${await issuer.mint(server.resource.resource)}` };
  const statusOf = async (body: string) => {
    const answer = await fetch(server.resource.resource, { method: 'POST', headers, body });
    await answer.arrayBuffer();
    return answer.status;
  };
  const limit = 4 * 1024 * 1024;
  expect([await statusOf('x'.repeat(limit)), await statusOf('x'.repeat(limit + 1))]).toEqual([200, 413]);
  await server.close();
});
