/** API keys beside access tokens on one endpoint: the first kind of which something came decides (RFC 6750 §3). */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newApiKey } from '@granthouse/resource-server';
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

describe('a key in a header of its own', () => {
  let inHeader: GuardedServer;
  const call = (...values: string[]) =>
    inHeader.send('/mcp', { headers: values.map((value): [string, string] => ['x-API-key', value]) });

  beforeAll(async () => {
    inHeader = await startGuardedServer('node', {
      credentials: [{ kind: 'api_key', header: 'X-Api-Key', keys }],
      now: clock.now,
    });
  });
  afterAll(() => inHeader.close());

  it.each(['ok_wrong', '', 'OK_READER', 'k'.repeat(600)])('is refused with 401 when nobody has it: %p', async (key) => {
    const answer = await call(key);
    expect(answer.status).toBe(401);
    expect(bearerOf(answer)).toEqual({ error: 'invalid_token', error_description: 'this API key is not known here' });
  });

  it.each([[['ok_reader', 'ok_reader']], [['ok_reader, ok_wrong']], [['Bearer ok_reader']]])(
    'is refused with 400 when more than one key stands there: %j',
    async (values) => {
      const answer = await call(...values);
      expect(answer.status).toBe(400);
      expect(bearerOf(answer)).toMatchObject({ error: 'invalid_request' });
      expect(bearerOf(answer)).not.toHaveProperty('resource_metadata');
    },
  );

  it('HOST-26: may be sent by a browser of an allowed origin', async () => {
    const headers: [string, string][] = [['Origin', inHeader.origin]];
    const answer = await inHeader.send('/mcp', { method: 'OPTIONS', headers });
    expect(answer.status).toBe(204);
    expect(answer.headers['access-control-allow-headers']?.split(', ')).toContain('x-api-key');
  });

  it('RS-12: is never read from the query string or from a cookie', async () => {
    const headers: [string, string][] = [['Cookie', 'x-api-key=ok_reader']];
    const answer = await inHeader.send('/mcp?x-api-key=ok_reader&api_key=ok_reader&access_token=ok_reader', {
      headers,
    });
    expect(answer.status).toBe(401);
    expect(bearerOf(answer)).not.toHaveProperty('error');
  });

  it('ends with its time', async () => {
    const expiresAt = clock.seconds() + 60;
    const short = await startGuardedServer('node', {
      credentials: [
        { kind: 'api_key', prefix: 'ok_', keys: [{ sha256: sha256('ok_reader'), clientId: 'a', expiresAt }] },
      ],
      now: clock.now,
    });
    expect((await short.call('ok_reader')).status).toBe(200);
    expect(short.seen[0]).toMatchObject({ expiresAt, extra: { subject: 'a' } });
    clock.advance(60_000);
    expect((await short.call('ok_reader')).status).toBe(401);
    await short.close();
  });
});

describe('a bearer value that no prefix claims, where keys alone are taken', () => {
  it.each(['OK_reader', 'nonsense', 'ok'])('RFC6750-1: %s is wrong and not missing', async (value) => {
    const alone = await startGuardedServer('node', { credentials: [{ kind: 'api_key', prefix: 'ok_', keys }] });
    const answer = await alone.call(value);
    expect(answer.status).toBe(401);
    expect(bearerOf(answer)).toEqual({ error: 'invalid_token', error_description: 'this API key is not known here' });
    await alone.close();
  });
});

it('is known by its whole hash: one digit off, anywhere, is another key', async () => {
  const hash = sha256('ok_reader');
  const near = Array.from(hash, (digit, at) => {
    const other = (Number.parseInt(digit, 16) ^ 8).toString(16);
    return { sha256: hash.slice(0, at) + other + hash.slice(at + 1), clientId: 'near' };
  });
  const start = (listed: typeof near) =>
    startGuardedServer('node', { credentials: [{ kind: 'api_key', prefix: 'ok_', keys: listed }] });
  const [without, among] = await Promise.all([start(near), start([...near, { sha256: hash, clientId: 'reader' }])]);
  expect([(await without.call('ok_reader')).status, (await among.call('ok_reader')).status]).toEqual([401, 200]);
  expect(among.seen[0]).toMatchObject({ clientId: 'reader' });
  await Promise.all([without.close(), among.close()]);
});

describe('newApiKey', () => {
  it('makes keys that are taken, each another, of 256 bits', async () => {
    const [one, other] = await Promise.all([newApiKey('ok_'), newApiKey('ok_')]);
    expect(one.key).toMatch(/^ok_[\w-]{43}$/);
    expect(one.key).not.toBe(other.key);
    expect(one.sha256).toBe(sha256(one.key));
    const credentials = [{ kind: 'api_key' as const, prefix: 'ok_', keys: [{ sha256: one.sha256, clientId: 'a' }] }];
    const taking = await startGuardedServer('node', { credentials });
    expect([(await taking.call(one.key)).status, (await taking.call(other.key)).status]).toEqual([200, 401]);
    await taking.close();
  });

  it('goes without a prefix for a header, and refuses one that no option would take', async () => {
    expect((await newApiKey()).key).toMatch(/^[\w-]{43}$/);
    for (const prefix of ['eyJ', 'o', 'ok ', 'ok_\n'])
      await expect(newApiKey(prefix)).rejects.toThrow('newApiKey.prefix');
  });
});
