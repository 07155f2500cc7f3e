/** Each address at which hosts look for metadata, in each way to mount the server: one document, and JSON wherever there is none (RFC 8414 §3.1). */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAuthorizationServer } from '@granthouse/authorization-server';
import { memoryEngine } from '@granthouse/storage/memory';
import { orderDesk } from '../support/authorization-server.ts';
import { freePort } from '../support/free-port.ts';
import { sendRaw } from '../support/guarded-server.ts';
import { type HostApplication, hostApplications } from '../support/host-applications.ts';

const alone: HostApplication = (server) => server.callback();

interface Place {
  readonly origin: string;
  readonly reads: { count: number };
  close(): Promise<void>;
}

/** Counts what reaches the store from when it is told to. */
async function start(application: HostApplication, path: string, now = Date.now): Promise<Place> {
  const origin = `http://localhost:${await freePort()}`;
  const reads = { count: 0 };
  const engine = memoryEngine({ now });
  const server = await createAuthorizationServer({
    issuer: `${origin}${path}`,
    storage: {
      ...engine,
      async open(collections) {
        const store = await engine.open(collections);
        return new Proxy(store, {
          get(target, name) {
            reads.count += 1;
            const member: unknown = Reflect.get(target, name);
            return typeof member === 'function' ? member.bind(target) : member;
          },
        });
      },
    },
    secret: 'a secret for tests, long enough to be taken',
    resources: [{ resource: 'https://orders.example.com/mcp', ...orderDesk }],
    now,
  });
  const listening = createServer(application(server)).listen(Number(new URL(origin).port), 'localhost');
  await once(listening, 'listening');
  const close = async () => {
    listening.close();
    listening.closeAllConnections();
    await once(listening, 'close');
    await server.close();
  };
  return { origin, reads, close };
}

const [rfc, openid] = ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration'];

/** Between host and path, and behind the path. */
const formsOf = (path: string) => [...new Set([rfc, openid].flatMap((form) => [`${form}${path}`, `${path}${form}`]))];

const places = [
  ['alone', alone, ''],
  ['alone', alone, '/login/oidc'],
  ...hostApplications.map(([name, application]) => [name, application, '/auth'] as const),
] as const;

describe.each(places)('%s, the metadata', (_name, application, path) => {
  let place: Place;
  beforeAll(async () => {
    place = await start(application, path);
  });
  afterAll(() => place.close());

  const send = (target: string, sending?: Parameters<typeof sendRaw>[2]) => sendRaw(place.origin, target, sending);

  it.each(formsOf(path).flatMap((form) => [form, `${form}/`, `${form}?a=/b`, `${form}/?`]))(
    'HOST-20, AS-4, RFC8414-1, RFC8414-2: is one document at %s',
    async (form) => {
      const first = await send(`${rfc}${path}`);
      expect(JSON.parse(first.text)).toMatchObject({ issuer: `${place.origin}${path}` });
      for (const target of [form, `${place.origin}${form}`]) {
        const answer = await send(target);
        expect([answer.status, answer.text]).toEqual([200, first.text]);
        expect(answer.headers).toMatchObject({
          'content-type': expect.stringMatching(/^application\/json/),
          'access-control-allow-origin': '*',
          etag: first.headers['etag'],
        });
        expect(answer.headers).not.toHaveProperty('location');
      }
    },
  );

  it.each(formsOf(path))('HOST-26: answers HEAD, a preflight, and a known version at %s', async (form) => {
    const get = await send(form);
    const head = await send(form, { method: 'HEAD' });
    expect([head.status, head.text, head.headers['content-length']]).toEqual([200, '', String(get.text.length)]);
    const known: [string, string][] = [['If-None-Match', `W/${get.headers['etag']}`]];
    for (const method of ['GET', 'HEAD']) {
      expect(await send(form, { method, headers: known })).toMatchObject({ status: 304, text: '' });
    }
    const preflight = await send(form, {
      method: 'OPTIONS',
      headers: [
        ['Origin', 'https://host.example'],
        ['Access-Control-Request-Method', 'GET'],
        ['Access-Control-Request-Headers', 'mcp-protocol-version'],
      ],
    });
    expect([preflight.status, preflight.text]).toEqual([204, '']);
    expect(preflight.headers['access-control-allow-origin']).toBe('*');
    expect(preflight.headers['access-control-allow-headers']?.toLowerCase()).toContain('mcp-protocol-version');
  });

  it.each(formsOf(path).flatMap((form) => ['POST', 'PUT', 'DELETE', 'PATCH'].map((method) => [method, form] as const)))(
    'HOST-19: refuses %s %s in JSON',
    async (method, form) => {
      const answer = await send(form, { method, headers: [['Accept', 'text/html']] });
      expect([answer.status, answer.headers['allow']]).toEqual([405, 'GET, HEAD, OPTIONS']);
      expect(JSON.parse(answer.text)).toMatchObject({
        error: 'invalid_request',
        error_uri: `${place.origin}${path}/errors/method.foreign`,
      });
    },
  );
});

/** Below the origin, and below the issuer's path: nothing is there, in whatever spelling. */
const nothing = (path: string) => [
  `${rfc}/mcp`,
  `${rfc}${path}/mcp/`,
  `${openid}/mcp`,
  `${rfc}-x`,
  `${rfc}${path}//`,
  `/${rfc}${path}`,
  '/.well-known//oauth-authorization-server',
  `${path}/.well-known/oauth-protected-resource`,
  `${path}/.well-known/oauth-protected-resource/mcp`,
  `${path}//.well-known/oauth-protected-resource`,
  `${path}/.well-known/OAuth-Authorization-Server`,
  `${path}/.WELL-KNOWN/openid-configuration`,
  `${path}/.well-known/%6fauth-authorization-server`,
  `${path}/%2ewell-known/openid-configuration`,
  `${path}/.well-known%2Foauth-authorization-server`,
  `${path}/.well-known/oauth-authorization-server%00`,
  `${path}/.well-known/oauth-%zz`,
];

describe.each([[''], ['/login/oidc']])('the rest of the discovery tree, at the path "%s"', (path) => {
  let place: Place;
  beforeAll(async () => {
    place = await start(alone, path);
  });
  afterAll(() => place.close());

  it.each(nothing(path))('HOST-19: %s is 404 JSON that any origin may read', async (target) => {
    for (const form of [target, `${target}?x`, `${place.origin}${target}`]) {
      const answer = await sendRaw(place.origin, form, { headers: [['Accept', 'text/html']] });
      expect([form, answer.status]).toEqual([form, 404]);
      expect(JSON.parse(answer.text)).toMatchObject({
        error: 'not_found',
        error_uri: `${place.origin}${path}/errors/not_found`,
      });
      expect(answer.headers['access-control-allow-origin']).toBe('*');
      expect(answer.headers).not.toHaveProperty('www-authenticate');
    }
    expect((await sendRaw(place.origin, target, { method: 'OPTIONS' })).status).toBe(204);
  });
});

describe('the documents and the store', () => {
  it.each([[''], ['/login/oidc']])('HOST-25: no metadata waits for the store, at the path "%s"', async (path) => {
    let ahead = 0;
    const place = await start(alone, path, () => Date.now() + ahead);
    // The keys are too old to be used, and one is due to be replaced.
    ahead = 100 * 86_400_000;
    const before = place.reads.count;
    for (const form of [...formsOf(path), ...nothing(path)]) {
      for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST']) await sendRaw(place.origin, form, { method });
    }
    expect(place.reads.count).toBe(before);
    expect((await sendRaw(place.origin, `${path}/jwks`)).status).toBe(200);
    expect(place.reads.count).toBeGreaterThan(before);
    await place.close();
  });
});
