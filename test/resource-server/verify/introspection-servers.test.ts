/** Who is asked about which token, and as whom: a token is a secret, and no server sees one that it didn't issue (RFC 7662 §2.1, RFC 7523 §2.2). */
import { afterEach, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify } from 'jose';
import { type GuardedServer, startGuardedServer } from '../../support/guarded-server.ts';
import {
  client,
  type IntrospectedGuard,
  sendJson,
  startIntrospectedGuard,
} from '../../support/introspecting-issuer.ts';
import { startTestIssuer, type TestIssuer } from '../../support/test-issuer.ts';

let guard: IntrospectedGuard;
const others: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all([guard.close(), ...others.splice(0).map((other) => other.close())]);
});

const mint = (changes = {}) => guard.issuer.mint(guard.resource.resource, changes);
const statusOf = async (token: string) => (await guard.call(token)).status;

/** Another spelling of the same header, which begins with other letters in base64url. */
function spacedOut(token: string, space = ' '): string {
  const [header = '', ...rest] = token.split('.');
  const spaced = Buffer.from(header, 'base64url').toString().replaceAll(/[{,:]/g, `$&${space}`);
  return [Buffer.from(spaced).toString('base64url'), ...rest].join('.');
}

const inactive: IntrospectedGuard['reply'] = (response) => sendJson(response, { active: false });

describe('a JWT', () => {
  it('is judged by its signature alone, and its server asked nothing', async () => {
    guard = await startIntrospectedGuard();
    expect([await statusOf(await mint()), guard.asked.length]).toEqual([200, 0]);
  });

  it('is asked about too where kinds names jwt, so that its end counts within seconds', async () => {
    guard = await startIntrospectedGuard({ kinds: ['opaque', 'jwt'] });
    const token = await mint();
    expect([await statusOf(token), await statusOf(token), guard.asked.length]).toEqual([200, 200, 1]);
    guard.reply = inactive;
    expect(await statusOf(token)).toBe(200);
    guard.clock.advance(10_000);
    expect(await statusOf(token)).toBe(401);
    guard.reply = (response) => response.writeHead(500).end();
    guard.clock.advance(10_000);
    expect(await statusOf(token)).toBe(503);
  });

  it.each([
    ['changed', async () => `${(await mint()).slice(0, -8)}AAAAAAAA`],
    ['of another audience', () => guard.issuer.mint('https://other.example/mcp')],
    ['an ID token', () => mint({ header: { typ: 'JWT' } })],
    ['of a server that nobody knows', () => mint({ claims: { iss: 'https://other.example' } })],
    ['unsigned', async () => `${(await mint()).split('.').slice(0, 2).join('.')}.`],
    ['written with spaces in its header', async () => spacedOut(await mint())],
    ['written with line breaks in its header', async () => spacedOut(await mint(), '\n')],
    ['signed with a shared secret', () => mint({ header: { alg: 'HS256' }, key: new Uint8Array(32) })],
  ])('is never sent to a server, in no kind, when it is %s', async (_what, write) => {
    guard = await startIntrospectedGuard({ kinds: ['opaque', 'jwt'] });
    expect([await statusOf(await write()), guard.asked.length]).toEqual([401, 0]);
  });

  it('of one server is no other server’s to see', async () => {
    guard = await startIntrospectedGuard({ kinds: ['opaque', 'jwt'] });
    const { server, issuer } = await startBesideAnother();
    expect((await server.call(await issuer.mint(server.resource.resource))).status).toBe(200);
    expect(guard.asked).toEqual([]);
    expect((await server.call(await guard.issuer.mint(server.resource.resource))).status).toBe(200);
    expect((await server.call('opaque')).status).toBe(401);
    expect(guard.asked).toHaveLength(2);
  });
});

/** Two servers, of which the guard’s is asked about everything. */
async function startBesideAnother(): Promise<{ server: GuardedServer; issuer: TestIssuer }> {
  const issuer = await startTestIssuer(guard.clock);
  const introspection = { ...client, kinds: ['opaque', 'jwt'] as const };
  const server = await startGuardedServer('node', {
    authorizationServers: [issuer.issuer, { issuer: guard.issuer.issuer, introspection }],
    now: guard.clock.now,
  });
  others.push(server, { close: () => issuer.goAway() });
  return { server, issuer };
}

it('an opaque token is nobody’s where only JWTs are asked about', async () => {
  guard = await startIntrospectedGuard({ kinds: ['jwt'] });
  expect([await statusOf('opaque'), guard.asked.length]).toEqual([401, 0]);
});

it('a token that is encrypted is opaque', async () => {
  guard = await startIntrospectedGuard();
  expect([await statusOf('eyJhbGciOiJSU0EtT0FFUCJ9.a.b.c.d'), guard.asked.length]).toEqual([200, 1]);
});

describe('the resource proves who it is', () => {
  it.each([
    [['client_secret_post'], 'post'],
    [['client_secret_post', 'private_key_jwt'], 'post'],
    [['client_secret_post', 'client_secret_basic'], 'basic'],
    [['private_key_jwt'], 'basic'],
    [undefined, 'basic'],
  ])('by a secret where the metadata names %j: %s', async (methods, method) => {
    guard = await startIntrospectedGuard();
    guard.issuer.changeMetadata({ introspection_endpoint_auth_methods_supported: methods });
    expect(await statusOf('opaque')).toBe(200);
    const [{ headers, form }] = guard.asked as [IntrospectedGuard['asked'][number]];
    const posted = [form.get('client_id'), form.get('client_secret')];
    expect(posted).toEqual(method === 'post' ? [client.clientId, client.clientSecret] : [null, null]);
    expect(headers.authorization?.slice(0, 6)).toBe(method === 'post' ? undefined : 'Basic ');
  });

  it.each([
    ['ES256', 'key-1'],
    ['RS256', undefined],
    ['EdDSA', 'key-1'],
  ])('by a key of its own, with %s', async (alg, kid) => {
    const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
    const own = { ...(await exportJWK(privateKey)), ...(kid !== undefined && { kid }) };
    guard = await startIntrospectedGuard({ clientSecret: undefined, privateKey: own });
    for (const token of ['opaque-1', 'opaque-2']) expect(await statusOf(token)).toBe(200);
    const jtis = guard.asked.map(async ({ form, headers }) => {
      expect(headers.authorization).toBeUndefined();
      expect(form.get('client_assertion_type')).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
      const { payload, protectedHeader } = await jwtVerify(
        form.get('client_assertion')!,
        createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), alg, ...(kid !== undefined && { kid }) }] }),
        { issuer: client.clientId, subject: client.clientId, audience: guard.issuer.issuer },
      );
      expect(protectedHeader).toEqual({ alg, ...(kid !== undefined && { kid }) });
      expect(payload.exp! - payload.iat!).toBe(60);
      expect(form.get('client_id')).toBe(client.clientId);
      return payload.jti;
    });
    expect(new Set(await Promise.all(jtis)).size).toBe(2);
  });
});

describe('a server whose answers say less', () => {
  it('is taken at its word when the operator names what it leaves out, and the log says so once', async () => {
    guard = await startIntrospectedGuard({ dangerouslyWithout: ['aud', 'token_type'] });
    expect(guard.warned).toEqual([expect.stringMatching(/^dangerouslyWithout: .*aud/)]);
    guard.reply = (response) => sendJson(response, guard.answerFor({ aud: undefined, token_type: undefined }));
    expect(await statusOf('opaque-1')).toBe(200);
  });

  it.each([
    { aud: 'https://other.example/mcp' },
    { aud: null },
    { aud: [] },
    { token_type: 'Refresh' },
    { token_type: 1 },
  ])('is still held to what it does say: %j', async (change) => {
    guard = await startIntrospectedGuard({ dangerouslyWithout: ['aud', 'token_type'] });
    guard.reply = (response) => sendJson(response, guard.answerFor(change));
    expect(await statusOf('opaque')).toBe(401);
  });

  it('may leave out no more than what is named', async () => {
    guard = await startIntrospectedGuard({ dangerouslyWithout: ['token_type'] });
    guard.reply = (response) => sendJson(response, guard.answerFor({ aud: undefined }));
    expect(await statusOf('opaque')).toBe(401);
  });
});

it('an audience and a prefix of the operator’s count for opaque tokens, too', async () => {
  guard = await startIntrospectedGuard();
  const server = await startGuardedServer('node', {
    authorizationServers: [
      { issuer: guard.issuer.issuer, audience: ['orders'], scopePrefix: 'orders/', introspection: client },
    ],
    requiredScopes: ['orders/write'],
    now: guard.clock.now,
  });
  others.push(server);
  guard.reply = (response) => sendJson(response, guard.answerFor({ aud: 'orders', scope: 'read' }));
  const answer = await server.call('opaque');
  expect(answer.status).toBe(403);
  expect(answer.headers['www-authenticate']).toContain('scope="orders/read orders/write"');
});
