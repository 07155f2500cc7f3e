/** What every refusal has in common, whichever it is and whichever framework sends it (RFC 6749 §5.2, RFC 9111 §5.2.2.5, WHATWG Fetch). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { adapters, type GuardedServer, startGuardedServer } from '../support/guarded-server.ts';
import { createTestClock } from '../support/test-clock.ts';
import { startTestIssuer, type TestIssuer } from '../support/test-issuer.ts';

const clock = createTestClock();
let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await startTestIssuer(clock);
});
afterAll(() => issuer.goAway());

describe.each(adapters)('a refusal through the %s adapter', (adapter) => {
  let server: GuardedServer;
  let tokens: Record<'good' | 'poor' | 'busy' | 'unknown', string>;
  beforeAll(async () => {
    const away = await startTestIssuer(clock);
    server = await startGuardedServer(adapter, {
      authorizationServers: [issuer.issuer, away.issuer],
      requiredScopes: ['orders:read'],
      maxBodyBytes: 16,
      rateLimit: ({ subject }) => (subject === 'busy' ? { retryAfter: 1 } : undefined),
      now: clock.now,
    });
    const { resource } = server.resource;
    tokens = {
      good: await issuer.mint(resource),
      poor: await issuer.mint(resource, { claims: { scope: 'orders:list' } }),
      busy: await issuer.mint(resource, { claims: { sub: 'busy' } }),
      unknown: await away.mint(resource),
    };
    await away.goAway();
  });
  afterAll(() => server.close());

  it.each<[number, string, { token?: keyof typeof tokens; text?: string; path?: string; body?: string }]>([
    [400, 'a malformed header', { text: 'a b' }],
    [401, 'no credentials', {}],
    [401, 'a token that is none', { text: 'nonsense' }],
    [403, 'a scope that is missing', { token: 'poor' }],
    [404, 'no such document', { path: '/.well-known/oauth-protected-resource/x' }],
    [405, 'a document that is not only read', { path: '/.well-known/oauth-protected-resource' }],
    [413, 'a large body', { token: 'good', body: 'x'.repeat(17) }],
    [429, 'too many calls', { token: 'busy' }],
    [503, 'an authorization server that is away', { token: 'unknown' }],
  ])('%d for %s: JSON, never kept, and read by a page of an allowed origin', async (status, _title, sent) => {
    const { path = '/mcp', body = '', token, text = token && tokens[token] } = sent;
    const headers: [string, string][] = [['Origin', server.origin]];
    if (text !== undefined) headers.push(['Authorization', `Bearer ${text}`]);
    const before = server.seen.length;
    const answer = await server.send(path, { method: 'POST', headers, body });
    expect([answer.status, server.seen.length]).toEqual([status, before]);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
    expect([server.origin, '*']).toContain(answer.headers['access-control-allow-origin']);
    expect(answer.headers).not.toHaveProperty('set-cookie');
    expect(JSON.parse(answer.text)).toHaveProperty('error_description');
    expect([400, 401, 403].includes(status)).toBe('www-authenticate' in answer.headers);
    expect([429, 503].includes(status)).toBe('retry-after' in answer.headers);
  });
});
