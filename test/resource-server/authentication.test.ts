/** What each kind of credentials gets, over real HTTP and through every adapter (OAuth 2.1 §5, RFC 6750 §3, RFC 9068 §4). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseChallenges } from '@granthouse/protocol';
import { adapters, bearerOf, type GuardedServer, startGuardedServer } from '../support/guarded-server.ts';
import { createTestClock } from '../support/test-clock.ts';
import { startTestIssuer, type TestIssuer } from '../support/test-issuer.ts';

const clock = createTestClock();
const scopes = { 'orders:read': {}, 'orders:write': { implies: ['orders:read'] }, 'refunds:write': {} };
let issuer: TestIssuer;
let stranger: TestIssuer;

beforeAll(async () => {
  [issuer, stranger] = await Promise.all([startTestIssuer(clock), startTestIssuer(clock)]);
});
afterAll(async () => {
  await Promise.all([issuer.goAway(), stranger.goAway()]);
});

describe.each(adapters)('the guard through the %s adapter', (adapter) => {
  let server: GuardedServer;
  let audience: string;

  beforeAll(async () => {
    server = await startGuardedServer(adapter, {
      authorizationServers: [issuer.issuer],
      scopes,
      requiredScopes: ['orders:read'],
      now: clock.now,
    });
    audience = server.resource.resource;
  });
  afterAll(() => server.close());

  it('lets a right token through and says what it holds', async () => {
    const token = await issuer.mint(audience);
    const answer = await server.send('/mcp', {
      method: 'POST',
      headers: [['Authorization', `Bearer ${token}`]],
      body: '{"jsonrpc":"2.0"}',
    });
    expect(answer).toMatchObject({ status: 200, text: '{"jsonrpc":"2.0"}' });
    expect(server.seen.at(-1)).toMatchObject({
      token,
      clientId: 'client-1',
      subject: 'person-1',
      scopes: ['orders:read'],
      issuer: issuer.issuer,
      resourceMetadataUrl: server.resource.metadataUrl,
      extra: { subject: 'person-1', issuer: issuer.issuer },
    });
    expect(server.seen.at(-1)?.resource.href).toBe(audience);
  });

  it.each([
    ['a slash at the end', (value: string) => `${value}/`],
    ['a list of audiences', (value: string) => [`${value}/other`, value]],
  ])('HOST-18: takes an audience with %s for this resource', async (_, audienceOf) => {
    const token = await issuer.mint(audience, { claims: { aud: audienceOf(audience) } });
    expect((await server.call(token)).status).toBe(200);
  });

  it.each(['at+jwt', 'application/at+jwt', 'AT+JWT'])('RFC9068-7: accepts the type %s', async (typ) => {
    expect((await server.call(await issuer.mint(audience, { header: { typ } }))).status).toBe(200);
  });

  it.each(['Bearer', 'bearer', 'BEARER'])('OAUTH21-27: reads the scheme %s without regard to case', async (scheme) => {
    const token = await issuer.mint(audience);
    const answer = await server.send('/mcp', { headers: [['authorization', `${scheme} ${token}`]] });
    expect(answer.status).toBe(200);
  });

  it.each(['GET', 'POST', 'DELETE', 'PUT'])(
    'OAUTH21-30, HOST-21, RS-3, RS-9: challenges a %s without credentials, without an error code',
    async (method) => {
      const answer = await server.send('/mcp', { method, headers: [['MCP-Protocol-Version', '2024-11-05']] });
      expect(answer.status).toBe(401);
      expect(bearerOf(answer)).toEqual({ scope: 'orders:read', resource_metadata: server.resource.metadataUrl });
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(JSON.parse(answer.text)).not.toHaveProperty('error');
    },
  );

  it('RFC6750-1: takes another scheme for no credentials', async () => {
    const answer = await server.send('/mcp', { headers: [['Authorization', 'Basic dXNlcjpwYXNz']] });
    expect(answer.status).toBe(401);
    expect(bearerOf(answer)).not.toHaveProperty('error');
  });

  it('RS-12: never reads a token from the query string', async () => {
    const answer = await server.send(`/mcp?access_token=${await issuer.mint(audience)}`);
    expect(answer.status).toBe(401);
    expect(bearerOf(answer)).not.toHaveProperty('error');
  });

  it('RFC9068-8: allows for a clock that is five seconds off, and no more', async () => {
    const late = await issuer.mint(audience, { claims: { exp: clock.seconds() - 4 } });
    const early = await issuer.mint(audience, { claims: { iat: clock.seconds() + 5 } });
    expect([(await server.call(late)).status, (await server.call(early)).status]).toEqual([200, 200]);
  });

  it.each([
    ['two tokens in one header', [['Authorization', 'Bearer a b']]],
    ['no token behind the scheme', [['Authorization', 'Bearer']]],
    ['characters outside b64token', [['Authorization', 'Bearer tökén']]],
    ['a quoted token', [['Authorization', 'Bearer "abc"']]],
    [
      'two Authorization headers',
      [
        ['Authorization', 'Bearer a'],
        ['Authorization', 'Bearer b'],
      ],
    ],
    [
      'two headers, the second one lower case',
      [
        ['Authorization', 'Basic eA=='],
        ['authorization', 'bearer b'],
      ],
    ],
  ] as [string, [string, string][]][])('RFC6750-1: refuses %s with 400 invalid_request', async (_, headers) => {
    const answer = await server.send('/mcp', { headers });
    expect(answer.status).toBe(400);
    expect(bearerOf(answer)).toMatchObject({ error: 'invalid_request', scope: 'orders:read' });
  });

  it('refuses two equal Authorization headers, even when the token is right', async () => {
    const header: [string, string] = ['Authorization', `Bearer ${await issuer.mint(audience)}`];
    expect((await server.send('/mcp', { headers: [header, header] })).status).toBe(400);
  });

  it('RFC6750-2: refuses a right token that comes beside one in the query', async () => {
    const headers: [string, string][] = [['Authorization', `Bearer ${await issuer.mint(audience)}`]];
    expect((await server.send('/mcp?x=1&access_token=abc', { headers })).status).toBe(400);
    expect((await server.send('/mcp?x=1', { headers })).status).toBe(200);
  });

  it('RS-7, HOST-22, OAUTH21-28: answers a token without the required scope with 403 and the union of granted and needed', async () => {
    const answer = await server.call(await issuer.mint(audience, { claims: { scope: 'refunds:write' } }));
    expect(answer.status).toBe(403);
    expect(bearerOf(answer)).toMatchObject({ error: 'insufficient_scope', scope: 'refunds:write orders:read' });
    expect(bearerOf(answer)).toHaveProperty('resource_metadata', server.resource.metadataUrl);
  });

  it('RS-8: honours a scope that includes the required one', async () => {
    expect((await server.call(await issuer.mint(audience, { claims: { scope: 'orders:write' } }))).status).toBe(200);
    expect(server.seen.at(-1)?.scopes).toEqual(['orders:write', 'orders:read']);
  });

  it('RS-13, RFC9700-24: repeats nothing of the token in a refusal', async () => {
    const token = await stranger.mint(audience);
    const answer = await server.call(token);
    const said = JSON.stringify(answer);
    for (const part of token.split('.')) expect(said).not.toContain(part);
    expect(said).not.toContain(stranger.issuer);
  });
});

describe('insufficientScope', () => {
  it('RS-7: asks for what the token has and what the operation needs, each once', async () => {
    const server = await startGuardedServer('node', { authorizationServers: [issuer.issuer], scopes, now: clock.now });
    await server.call(await issuer.mint(server.resource.resource, { claims: { scope: 'orders:write' } }));
    const answer = server.resource.insufficientScope(server.seen[0]!, ['orders:write', 'refunds:write']);
    expect(answer.status).toBe(403);
    expect(parseChallenges(answer.headers.get('www-authenticate')!)[0]!.parameters).toMatchObject({
      error: 'insufficient_scope',
      scope: 'orders:write refunds:write',
    });
    await server.close();
  });
});
