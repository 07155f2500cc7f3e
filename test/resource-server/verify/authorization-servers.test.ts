/** What a guard does while its authorization server can't be asked, and with answers that are no good (RFC 8414 §3.2, §6.2). */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair } from 'jose';
import { type GuardedServer, startGuardedServer } from '../../support/guarded-server.ts';
import { createTestClock, type TestClock } from '../../support/test-clock.ts';
import { startTestIssuer, type TestIssuer } from '../../support/test-issuer.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

let clock: TestClock;
let issuer: TestIssuer;
let server: GuardedServer;
let isAway: boolean;
const warnings: { details: Record<string, unknown>; message: string }[] = [];

beforeEach(async () => {
  clock = createTestClock();
  issuer = await startTestIssuer(clock);
  isAway = false;
  warnings.length = 0;
  server = await startGuardedServer('node', {
    authorizationServers: [issuer.issuer],
    now: clock.now,
    log: { warn: (details, message) => warnings.push({ details, message }) },
  });
});
afterEach(async () => {
  await Promise.all([server.close(), isAway ? undefined : issuer.goAway()]);
});

/** A token that outlives the test. */
const mint = (header: Record<string, unknown> = {}) =>
  issuer.mint(server.resource.resource, { header, claims: { exp: clock.seconds() + 24 * 3600 } });
const statusOf = async (token: string) => (await server.call(token)).status;

async function goAway(): Promise<void> {
  isAway = true;
  await issuer.goAway();
}

describe('while the authorization server is away', () => {
  it('answers 503 with Retry-After, without a challenge, as long as it never was there', async () => {
    const token = await mint();
    await goAway();
    const answer = await server.call(token);
    expect(answer.status).toBe(503);
    expect(answer.headers).toMatchObject({ 'retry-after': '10', 'cache-control': 'no-store' });
    expect(answer.headers).not.toHaveProperty('www-authenticate');
    expect(JSON.parse(answer.text)).toMatchObject({ error: 'temporarily_unavailable' });
    expect(server.seen).toEqual([]);
  });

  it('RS-13: reports the trouble without any part of a token', async () => {
    const token = await mint();
    await goAway();
    await server.call(token);
    expect(warnings.map(({ details }) => details['issuer'])).toEqual([issuer.issuer, issuer.issuer]);
    for (const part of token.split('.')) expect(JSON.stringify(warnings)).not.toContain(part);
  });

  it('challenges a call without credentials as ever', async () => {
    await goAway();
    expect((await server.send('/mcp')).status).toBe(401);
  });

  it('goes on with the known keys, for remembered and for new tokens, for an hour', async () => {
    const [old, young] = [await mint(), await mint()];
    expect(await statusOf(old)).toBe(200);
    await goAway();
    clock.advance(60 * MINUTE - 1);
    expect([await statusOf(old), await statusOf(young)]).toEqual([200, 200]);
    clock.advance(1);
    expect([await statusOf(old), await statusOf(young)]).toEqual([503, 503]);
  });

  it('does not call a token bad whose key may be new', async () => {
    expect(await statusOf(await mint())).toBe(200);
    await issuer.rotate();
    const token = await mint();
    await goAway();
    clock.advance(10 * SECOND);
    expect(await statusOf(token)).toBe(503);
    expect(await statusOf(token)).toBe(503);
  });

  it('recovers by itself after the cool-down', async () => {
    const token = await mint();
    await goAway();
    expect(await statusOf(token)).toBe(503);
    await issuer.comeBack();
    isAway = false;
    expect(await statusOf(token)).toBe(503);
    clock.advance(10 * SECOND);
    expect(await statusOf(token)).toBe(200);
  });
});

describe('documents of the authorization server', () => {
  const answers: [string, (issuer: TestIssuer) => void][] = [
    ['an issuer with a slash more', (one) => one.changeMetadata({ issuer: `${one.issuer}/` })],
    ['metadata without jwks_uri', ({ changeMetadata }) => changeMetadata({ jwks_uri: undefined })],
    ['a jwks_uri over plain http', ({ changeMetadata }) => changeMetadata({ jwks_uri: 'http://keys.example/jwks' })],
    [
      'a redirect',
      ({ answerWith, issuer: to }) =>
        answerWith((_, response) => response.writeHead(302, { location: `${to}/jwks` }).end()),
    ],
    ['an error', ({ answerWith }) => answerWith((_, response) => response.writeHead(500).end('{"keys":[]}'))],
    ['a page', ({ answerWith }) => answerWith((_, response) => response.end('<!doctype html>'))],
    ['no bytes', ({ answerWith }) => answerWith((_, response) => response.end())],
    [
      'more bytes than a document has',
      ({ answerWith }) => answerWith((_, response) => response.end(`"${'x'.repeat(300 * 1024)}"`)),
    ],
    ['an unexpected shape', ({ answerWith }) => answerWith((_, response) => response.end('{"keys":{}}'))],
    ['a broken connection', ({ answerWith }) => answerWith((_, response) => response.destroy())],
  ];
  it.each(answers)('are refused when they are %s', async (_, change) => {
    change(issuer);
    expect(await statusOf(await mint())).toBe(503);
    expect(warnings.length).toBeGreaterThan(0);
  });

  it.each([
    ['CL-4: another issuer', { issuer: 'https://other.example' }],
    ['CL-16: an authorization endpoint that runs', { authorization_endpoint: 'javascript:alert(1)' }],
    ['CL-16: an authorization endpoint over plain http', { authorization_endpoint: 'http://login.example/authorize' }],
  ])('are neither believed nor mirrored with %s', async (_what, members) => {
    issuer.changeMetadata(members);
    expect(await statusOf(await mint())).toBe(503);
    expect((await server.send('/.well-known/oauth-authorization-server')).status).toBe(503);
  });

  it('that name another issuer have the log say how the server spells itself', async () => {
    issuer.changeMetadata({ issuer: `${issuer.issuer}/` });
    await server.send('/.well-known/oauth-authorization-server');
    expect(String(warnings[0]?.details['err'])).toContain(`the server there spells itself ${issuer.issuer}/;`);
  });

  it('CL-3: are looked for in the form of RFC 8414 first, and in that of OpenID Connect after it', async () => {
    const found = await (await fetch(`${issuer.issuer}/.well-known/oauth-authorization-server`)).json();
    const asked: (string | undefined)[] = [];
    issuer.answerWith(({ url }, response) => {
      asked.push(url);
      const documents = { '/.well-known/openid-configuration': found, '/jwks': { keys: issuer.keys } };
      const document = documents[url as keyof typeof documents];
      response.writeHead(document ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(document));
    });
    expect(await statusOf(await mint())).toBe(200);
    const forms = ['oauth-authorization-server', 'openid-configuration'].map((name) => `/.well-known/${name}`);
    expect(asked).toEqual([...forms, '/jwks']);
  });

  it('never make a shared secret or a private key one that a token may be signed with', async () => {
    const secret = new TextEncoder().encode('0123456789abcdef0123456789abcdef');
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    issuer.keys.push({ kty: 'oct', k: Buffer.from(secret).toString('base64url'), kid: 'shared' });
    issuer.keys.push({ ...(await exportJWK(privateKey)), kid: 'private' });
    const audience = server.resource.resource;
    const shared = await issuer.mint(audience, { header: { alg: 'HS256', kid: 'shared' }, key: secret });
    const published = await issuer.mint(audience, { header: { kid: 'private' }, key: privateKey });
    expect([await statusOf(shared), await statusOf(published)]).toEqual([401, 503]);
  });

  it('are asked for with a time limit and without following redirects', async () => {
    const asked: RequestInit[] = [];
    const watching = (input: string, init: RequestInit) => {
      asked.push(init);
      return fetch(input, init);
    };
    const watched = await startGuardedServer('node', {
      authorizationServers: [issuer.issuer],
      fetch: watching as typeof fetch,
      now: clock.now,
    });
    expect((await watched.call(await issuer.mint(watched.resource.resource))).status).toBe(200);
    expect(asked).toHaveLength(2);
    for (const init of asked) expect(init).toMatchObject({ redirect: 'manual', signal: expect.any(AbortSignal) });
    await watched.close();
  });
});
