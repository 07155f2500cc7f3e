/** Opaque tokens are judged by what their authorization server says of them, and as strictly as a JWT (RFC 7662 §2.2, §4). */
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { bearerOf } from '../../support/guarded-server.ts';
import {
  client,
  type IntrospectedGuard,
  sendJson,
  startIntrospectedGuard,
} from '../../support/introspecting-issuer.ts';

const token = 'opaque-1.not-a-jwt';
let guard: IntrospectedGuard;
beforeEach(async () => {
  guard = await startIntrospectedGuard();
});
afterEach(() => guard.close());

const statusOf = async (sent: string) => (await guard.call(sent)).status;

describe('an opaque token', () => {
  it('is let through when its server calls it active, as what that server says', async () => {
    guard.reply = (response) => sendJson(response, guard.answerFor({ scope: 'orders:read orders:write' }));
    expect(await statusOf(token)).toBe(200);
    expect(guard.seen).toEqual([
      expect.objectContaining({
        kind: 'access_token',
        token,
        clientId: 'client-1',
        subject: 'person-1',
        issuer: guard.issuer.issuer,
        scopes: ['orders:read', 'orders:write'],
        expiresAt: guard.clock.seconds() + 600,
      }),
    ]);
  });

  it('RFC7662-1: is asked about by POST, with the client’s secret in the header', async () => {
    await guard.call(token);
    expect(guard.asked).toHaveLength(1);
    const [{ method, headers, form }] = guard.asked as [IntrospectedGuard['asked'][number]];
    expect([method, headers.accept]).toEqual(['POST', 'application/json']);
    expect(Object.fromEntries(form)).toEqual({ token, token_type_hint: 'access_token' });
    const [id, secret] = Buffer.from(headers.authorization!.replace('Basic ', ''), 'base64').toString().split(':');
    expect([id, secret]).toEqual(['orders+server', 'a+secret%3A+with+%2B+and+%C3%BC']);
  });

  const refused: [string, Record<string, unknown>][] = [
    ['not active, whatever else is said', { active: false }],
    ['for another audience', { aud: 'https://other.example/mcp' }],
    ['for the origin alone', { aud: ['http://127.0.0.1'] }],
    ['for no audience', { aud: undefined }],
    ['for no audience, by an empty list', { aud: [] }],
    ['expired', { exp: 1_000_000_000 }],
    ['without an end', { exp: undefined }],
    ['with an end that is no number', { exp: '4000000000' }],
    ['not valid yet', { nbf: 4_000_000_000 }],
    ['of the future', { iat: 4_000_000_000 }],
    ['of no client', { client_id: undefined }],
    ['about nobody', { sub: undefined }],
    ['with scopes in a list', { scope: ['orders:read'] }],
    ['with a scope that is none', { scope: 'orders\u00e9' }],
    ['of another issuer', { iss: 'https://other.example' }],
    ['a refresh token, as Keycloak calls it', { token_type: 'Refresh', typ: 'Refresh' }],
    ['an ID token, as Keycloak calls it', { token_type: 'ID', typ: 'ID' }],
    ['without a type, as refresh tokens are', { token_type: undefined }],
    ['of the DPoP type, and bound to nothing', { token_type: 'DPoP' }],
    ['bound to a key', { cnf: { jkt: 't' } }],
    ['bound to a key, and says so', { token_type: 'DPoP', cnf: { jkt: 't' } }],
    ['bound to a certificate', { cnf: { 'x5t#S256': 't' } }],
  ];
  it.each(refused)('RS-6, RS-10: is refused when it is %s', async (_what, change) => {
    guard.reply = (response) => sendJson(response, guard.answerFor(change));
    const answer = await guard.call(token);
    expect(answer.status).toBe(401);
    expect(bearerOf(answer)).toMatchObject({ error: 'invalid_token' });
    expect(guard.seen).toEqual([]);
  });

  it.each(['bearer', 'BEARER'])('may be of the type %s: case says nothing', async (type) => {
    guard.reply = (response) => sendJson(response, guard.answerFor({ token_type: type }));
    expect(await statusOf(token)).toBe(200);
  });

  it('is never asked about when it is longer than any header', async () => {
    const answer = await guard.resource.authenticate({
      method: 'POST',
      url: guard.resource.resource,
      headers: new Headers({ authorization: `Bearer ${'a'.repeat(20_000)}`, host: new URL(guard.origin).host }),
    });
    expect(answer).toMatchObject({ status: 401 });
    expect(guard.asked).toEqual([]);
  });
});

describe('a server that can’t be relied on', () => {
  const answers: [string, (response: ServerResponse) => void][] = [
    ['an error', (response) => response.writeHead(500).end()],
    ['too many requests', (response) => response.writeHead(429).end()],
    ['another secret wanted', (response) => sendJson(response, { error: 'invalid_client' }, 401)],
    ['an active token with another status', (response) => sendJson(response, guard.answerFor(), 201)],
    ['a page', (response) => response.end('<!doctype html><p>active</p>')],
    ['no bytes', (response) => response.end()],
    ['a redirect', (response) => response.writeHead(307, { location: guard.endpoint }).end()],
    ['a redirect to the answer', (response) => response.writeHead(302, { location: guard.endpoint }).end()],
    ['more than an answer has', (response) => sendJson(response, guard.answerFor({ more: 'x'.repeat(300 * 1024) }))],
    ['a text for a truth', (response) => sendJson(response, guard.answerFor({ active: 'true' }))],
    ['a number for a truth', (response) => sendJson(response, guard.answerFor({ active: 1 }))],
    ['no truth', (response) => sendJson(response, guard.answerFor({ active: undefined }))],
    ['null', (response) => sendJson(response, null)],
    ['a list', (response) => sendJson(response, [guard.answerFor()])],
    ['a text', (response) => sendJson(response, 'active')],
    ['a broken connection', (response) => response.destroy()],
    ['half an answer', (response) => response.writeHead(200, { 'content-length': '900' }).write('{"active":tr')],
  ];
  it.each(answers)(
    'is answered with 503 and Retry-After, and let pass nobody, when it gives %s',
    async (_what, reply) => {
      guard.reply = (response) => {
        reply(response);
        // What was begun is never ended.
        if (!response.writableEnded) response.socket?.end();
      };
      const answer = await guard.call(token);
      expect(answer.status).toBe(503);
      expect(answer.headers).toMatchObject({ 'retry-after': '10' });
      expect(answer.headers).not.toHaveProperty('www-authenticate');
      expect(guard.seen).toEqual([]);
      expect(guard.warned).toHaveLength(1);
    },
  );

  it('RS-13: is reported without the token and the secret, and once for a while', async () => {
    guard.reply = (response) => response.writeHead(500).end(token);
    for (const sent of [token, 'another-token']) await guard.call(sent);
    expect(guard.warned).toHaveLength(1);
    guard.clock.advance(5000);
    await guard.call(token);
    expect(guard.warned).toHaveLength(2);
    for (const secret of [
      token,
      'another-token',
      client.clientSecret,
      'a+secret',
      btoa('orders+server:').slice(0, 12),
    ]) {
      expect(guard.warned.join()).not.toContain(secret);
    }
  });

  it('is asked again for the next call: nothing is remembered of its trouble', async () => {
    guard.reply = (response) => response.writeHead(500).end();
    expect(await statusOf(token)).toBe(503);
    guard.reply = (response) => sendJson(response, guard.answerFor());
    expect(await statusOf(token)).toBe(200);
  });

  it('vouches for nothing that was good a while ago', async () => {
    expect(await statusOf(token)).toBe(200);
    guard.reply = (response) => response.writeHead(500).end();
    guard.clock.advance(9999);
    expect(await statusOf(token)).toBe(200);
    guard.clock.advance(1);
    expect(await statusOf(token)).toBe(503);
  });

  it('has no answer without an endpoint, and the operator is told what would do', async () => {
    guard.issuer.changeMetadata({ introspection_endpoint: undefined });
    expect(await statusOf(token)).toBe(503);
    expect(guard.warned.join()).toContain('give introspection.endpoint');
  });

  it('is not asked over plain http', async () => {
    guard.issuer.changeMetadata({ introspection_endpoint: 'http://introspect.example/' });
    expect(await statusOf(token)).toBe(503);
  });
});

it('a slow server is waited for only so long', async () => {
  const signals: unknown[] = [];
  // The guard's own limit is five seconds; this one is another that ends at once.
  const hasty: typeof fetch = (input, init) => {
    if (init?.method === 'POST') signals.push(init.signal);
    return fetch(input, init?.method === 'POST' ? { ...init, signal: AbortSignal.timeout(50) } : init);
  };
  const slow = await startIntrospectedGuard({}, { fetch: hasty });
  slow.reply = (response) => response.writeHead(200, { 'content-type': 'application/json' }).write('{');
  expect((await slow.call(token)).status).toBe(503);
  expect(signals).toEqual([expect.any(AbortSignal)]);
  await slow.close();
});
