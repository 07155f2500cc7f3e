/** API keys beside access tokens on one endpoint: the first kind of which something came decides (RFC 6750 §3). */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bearerOf, type GuardedServer, startGuardedServer } from '../../support/guarded-server.ts';
import { createTestClock } from '../../support/test-clock.ts';
import { startTestIssuer, type TestIssuer } from '../../support/test-issuer.ts';

const clock = createTestClock();
const sha256 = (key: string) => createHash('sha256').update(key).digest('hex');
const keys = [
  { sha256: sha256('ok_reader'), clientId: 'reader' },
  { sha256: sha256('ok_limited'), clientId: 'limited', scopes: ['orders:list'] },
  { sha256: sha256('ok_old'), clientId: 'old', expiresAt: clock.seconds() - 1 },
];
let issuer: TestIssuer;
let server: GuardedServer;

beforeAll(async () => {
  issuer = await startTestIssuer(clock);
  server = await startGuardedServer('node', {
    authorizationServers: [issuer.issuer],
    requiredScopes: ['orders:read'],
    credentials: [{ kind: 'access_token' }, { kind: 'api_key', prefix: 'ok_', keys }],
    now: clock.now,
  });
});
afterAll(() => Promise.all([issuer.goAway(), server.close()]));

describe('an API key beside access tokens', () => {
  it('is let in and says whose it is, with the required scopes', async () => {
    expect((await server.call('ok_reader')).status).toBe(200);
    expect(server.seen.at(-1)).toMatchObject({
      kind: 'api_key',
      token: 'ok_reader',
      clientId: 'reader',
      subject: 'reader',
      scopes: ['orders:read'],
    });
  });

  it.each(['ok_wrong', 'ok_', 'ok_old'])('RS-3: %s is refused without a word of OAuth', async (key) => {
    const answer = await server.call(key);
    expect(answer.status).toBe(401);
    expect(bearerOf(answer)).toEqual({ error: 'invalid_token', error_description: 'this API key is not known here' });
  });

  it('is asked for no other scope that it could never get', async () => {
    const answer = await server.call('ok_limited');
    expect(answer.status).toBe(403);
    expect(answer.headers).not.toHaveProperty('www-authenticate');
  });

  it('leaves access tokens, and what came without credentials, their challenge', async () => {
    expect((await server.call(await issuer.mint(server.resource.resource))).status).toBe(200);
    for (const answer of [await server.call('nonsense'), await server.send('/mcp')]) {
      expect(answer.status).toBe(401);
      expect(bearerOf(answer)).toHaveProperty('resource_metadata');
    }
  });
});

it('takes keys alone, and then publishes no metadata for a host to follow', async () => {
  const alone = await startGuardedServer('node', { credentials: [{ kind: 'api_key', header: 'X-Api-Key', keys }] });
  const call = (headers: [string, string][]) => alone.send('/mcp', { headers });
  expect((await call([['x-api-key', 'ok_reader']])).status).toBe(200);
  expect((await call([['x-api-key', 'ok_wrong']])).status).toBe(401);
  const without = await call([]);
  expect(bearerOf(without)).toEqual({ realm: new URL(alone.origin).host });
  expect((await alone.send('/.well-known/oauth-protected-resource/mcp')).status).toBe(404);
  await alone.close();
});
