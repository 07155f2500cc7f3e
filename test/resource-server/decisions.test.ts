/** What an observer is told of each decision, over real HTTP: one event a call, with the reason, and never a secret. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CredentialKind, Decision, RefusalReason } from '@granthouse/resource-server';
import { adapters, type GuardedServer, startGuardedServer } from '../support/guarded-server.ts';
import { createTestClock } from '../support/test-clock.ts';
import { startTestIssuer, type TestIssuer } from '../support/test-issuer.ts';

const clock = createTestClock();
const decisions: Decision[] = [];
const warnings: string[] = [];
const sha256 = createHash('sha256').update('ok_right').digest('hex');
let onDecision: (decision: Decision) => unknown;
let issuer: TestIssuer;
let stranger: TestIssuer;

beforeAll(async () => {
  [issuer, stranger] = await Promise.all([startTestIssuer(clock), startTestIssuer(clock)]);
});
afterAll(() => Promise.all([issuer.goAway(), stranger.goAway()]));
beforeEach(() => {
  decisions.splice(0);
  onDecision = (decision) => decisions.push(decision);
});

const start = (adapter: (typeof adapters)[number] = 'node') =>
  startGuardedServer(adapter, {
    authorizationServers: [issuer.issuer],
    credentials: [{ kind: 'access_token' }, { kind: 'api_key', prefix: 'ok_', keys: [{ sha256, clientId: 'batch' }] }],
    requiredScopes: ['orders:read'],
    onDecision: (decision) => onDecision(decision),
    log: { warn: (_details, message) => void warnings.push(message) },
    now: clock.now,
  });

describe('onDecision', () => {
  let server: GuardedServer;
  let audience: string;
  beforeAll(async () => {
    server = await start();
    audience = server.resource.resource;
  });
  afterAll(() => server.close());

  it('hears of a call that is let in: whose it is, and what it may do', async () => {
    await server.call(await issuer.mint(audience));
    await server.call('ok_right');
    const call = { outcome: 'allowed', resource: audience, method: 'POST', scopes: ['orders:read'] };
    expect(decisions).toEqual([
      { ...call, credential: 'access_token', clientId: 'client-1', subject: 'person-1', issuer: issuer.issuer },
      { ...call, credential: 'api_key', clientId: 'batch', subject: 'batch' },
    ]);
  });

  const past = () => clock.seconds() - 60;
  it.each([
    ['no_credentials', 401, undefined, () => undefined],
    ['malformed_credentials', 400, undefined, () => 'two words'],
    ['unknown_credentials', 401, 'api_key', () => 'ok_wrong'],
    ['not_a_token', 401, 'access_token', () => 'nonsense'],
    ['not_a_token', 401, 'access_token', () => issuer.mint(audience, { header: { typ: 'JWT' } })],
    ['unknown_issuer', 401, 'access_token', () => stranger.mint(audience)],
    ['unknown_key', 401, 'access_token', () => issuer.mint(audience, { header: { kid: 'other' } })],
    ['bad_signature', 401, 'access_token', async () => `${(await issuer.mint(audience)).slice(0, -8)}AAAAAAAA`],
    ['expired', 401, 'access_token', () => issuer.mint(audience, { claims: { exp: past() } })],
    ['not_yet_valid', 401, 'access_token', () => issuer.mint(audience, { claims: { iat: clock.seconds() + 60 } })],
    ['wrong_audience', 401, 'access_token', () => issuer.mint(`${audience}/other`)],
    ['unusable_claims', 401, 'access_token', () => issuer.mint(audience, { claims: { sub: undefined } })],
    ['bound_to_a_key', 401, 'access_token', () => issuer.mint(audience, { claims: { cnf: { jkt: 'x' } } })],
  ] satisfies [RefusalReason, number, CredentialKind | undefined, () => string | undefined | Promise<string>][])(
    'hears why a call is refused: %s (%i)',
    async (reason, status, credential, credentialOf) => {
      const shown = await credentialOf();
      const headers: [string, string][] = shown === undefined ? [] : [['Authorization', `Bearer ${shown}`]];
      expect((await server.send('/mcp', { headers })).status).toBe(status);
      expect(decisions).toEqual([
        { outcome: 'refused', reason, status, resource: audience, method: 'GET', ...(credential && { credential }) },
      ]);
      expect(JSON.stringify(decisions)).not.toContain(shown ?? 'nothing came');
    },
  );

  it.each([
    ['foreign_origin', 'Origin', 'https://evil.example'],
    ['foreign_host', 'Host', 'evil.example'],
  ])('hears of %s, which is judged before credentials', async (reason, name, value) => {
    await server.send('/mcp', { headers: [[name, value]] });
    expect(decisions).toMatchObject([{ outcome: 'refused', reason, status: 403 }]);
  });

  it('hears of a missing scope, and who lacks which', async () => {
    await server.call(await issuer.mint(audience, { claims: { scope: 'orders:list' } }));
    expect(decisions).toMatchObject([
      {
        reason: 'insufficient_scope',
        status: 403,
        clientId: 'client-1',
        scopes: ['orders:list'],
        needed: ['orders:read'],
      },
    ]);
  });

  it('hears of a scope that an operation of the builder asked for in vain', async () => {
    await server.call(await issuer.mint(audience));
    server.resource.insufficientScope(server.seen.at(-1)!, ['refunds:write']);
    expect(decisions.map(({ outcome }) => outcome)).toEqual(['allowed', 'refused']);
    expect(decisions.at(-1)).toMatchObject({ reason: 'insufficient_scope', needed: ['refunds:write'] });
  });

  it('hears nothing of preflights, documents and other paths', async () => {
    await server.send('/mcp', { method: 'OPTIONS' });
    await server.send('/.well-known/oauth-protected-resource/mcp');
    await server.send('/elsewhere');
    expect(decisions).toEqual([]);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('out of order');
      },
    ],
    ['rejects', () => Promise.reject(new Error('out of order'))],
  ])('changes no answer when it %s', async (_, fail) => {
    onDecision = fail;
    expect((await server.call('ok_right')).status).toBe(200);
    expect((await server.call('ok_wrong')).status).toBe(401);
    expect(warnings).toContain('onDecision failed');
  });
});

it('hears that the authorization server is away', async () => {
  const away = await startTestIssuer(clock);
  const server = await startGuardedServer('node', {
    authorizationServers: [away.issuer],
    onDecision: (one) => decisions.push(one),
    now: clock.now,
  });
  const token = await away.mint(server.resource.resource);
  await away.goAway();
  expect((await server.call(token)).status).toBe(503);
  expect(decisions).toMatchObject([
    { outcome: 'refused', reason: 'unavailable', status: 503, credential: 'access_token' },
  ]);
  await server.close();
});

it.each(adapters)('hears of each call once through the %s adapter', async (adapter) => {
  const server = await start(adapter);
  await server.call('ok_right');
  await server.call('ok_wrong');
  expect(decisions.map(({ outcome }) => outcome)).toEqual(['allowed', 'refused']);
  await server.close();
});
