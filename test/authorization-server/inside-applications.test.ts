/** Inside express and koa, below a path and beside the application's own routes: whole connections, and nobody's paths taken. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAuthorizationServer, type AuthorizationServer } from '@granthouse/authorization-server';
import { memoryEngine } from '@granthouse/storage/memory';
import { orderDesk, person } from '../support/authorization-server.ts';
import { freePort } from '../support/free-port.ts';
import {
  behindAnEater,
  behindParsers,
  catchAll,
  type HostApplication,
  hostApplications,
  lastInKoa,
} from '../support/host-applications.ts';
import { obtainTokens, post, publicClient, refresh } from '../support/oauth-client.ts';

interface Mounted {
  readonly server: AuthorizationServer;
  readonly origin: string;
  readonly logged: string[];
  close(): Promise<void>;
}

async function mount(application: HostApplication, path = '/auth'): Promise<Mounted> {
  const origin = `http://localhost:${await freePort()}`;
  const logged: string[] = [];
  const record = (fields: object) => void logged.push(JSON.stringify(fields));
  const server = await createAuthorizationServer({
    issuer: `${origin}${path}`,
    storage: memoryEngine(),
    secret: 'a secret for tests, long enough to be taken',
    resources: [{ resource: 'https://orders.example.com/mcp', ...orderDesk }],
    log: { info: () => undefined, warn: record, error: record },
  });
  await server.accounts.add(person);
  const listening = createServer(application(server)).listen(Number(new URL(origin).port), 'localhost');
  await once(listening, 'listening');
  const close = async () => {
    listening.close();
    listening.closeAllConnections();
    await once(listening, 'close');
    await server.close();
  };
  return { server, origin, logged, close };
}

async function text(url: string): Promise<string> {
  return (await fetch(url)).text();
}

describe.each(hostApplications)('inside %s', (_name, application) => {
  let host: Mounted;
  beforeAll(async () => {
    host = await mount(application);
  });
  afterAll(() => host.close());

  it('carries a whole connection: registration, sign-in, consent, tokens, a refresh', async () => {
    const { issuer } = host.server;
    const { client, tokens } = await obtainTokens(issuer);
    expect(tokens.scope).toBe('orders:read');
    const again = await refresh(issuer, { client_id: client.client_id, refresh_token: tokens.refresh_token });
    expect(again.status).toBe(200);
  });

  it.each([
    '/.well-known/oauth-authorization-server/auth',
    '/.well-known/openid-configuration/auth',
    '/auth/.well-known/openid-configuration',
    '/auth/.well-known/oauth-authorization-server',
  ])('AS-4, RFC8414-2: has its metadata at %s', async (form) => {
    const document = await (await fetch(`${host.origin}${form}`)).json();
    expect(document).toMatchObject({ issuer: host.server.issuer, jwks_uri: `${host.server.issuer}/jwks` });
    for (const address of [`${host.origin}${form}`, `${host.server.issuer}/jwks`]) {
      const preflight = await fetch(address, { method: 'OPTIONS' });
      expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
    }
  });

  it('leaves the application its own paths, and keeps what is below the issuer', async () => {
    const { origin } = host;
    expect(await text(`${origin}/app`)).toBe('an earlier route');
    for (const path of [
      '/',
      '/token',
      '/jwks',
      '/authorize',
      '/auth-app',
      '/AUTH/jwks',
      '/x/auth/jwks',
      '//auth/jwks',
    ]) {
      expect(await text(`${origin}${path}`)).toBe(catchAll);
    }
    for (const path of ['/.well-known/oauth-authorization-server', '/.well-known/oauth-protected-resource/mcp']) {
      expect(await text(`${origin}${path}`)).toBe(catchAll);
    }
    for (const path of ['/auth/none', '/auth/.well-known/oauth-protected-resource', '/auth/auth/jwks']) {
      expect((await fetch(`${origin}${path}`)).status).toBe(404);
    }
  });
});

describe.each(hostApplications.filter(([name]) => name === 'koa' || name === 'express'))(
  'without a path, inside %s',
  (_name, application) => {
    it('takes no path that it has no answer for', async () => {
      const { server, origin, close } = await mount(application, '');
      expect((await obtainTokens(server.issuer)).tokens.scope).toBe('orders:read');
      const metadata = await fetch(`${origin}/.well-known/oauth-authorization-server`);
      expect(await metadata.json()).toMatchObject({ issuer: origin });
      for (const path of [
        '/mcp',
        '/assets/app.js',
        '/health',
        '/.well-known/oauth-protected-resource',
        '/register/x',
      ]) {
        const response = await fetch(`${origin}${path}`);
        expect(await response.text()).toBe(catchAll);
        expect(response.headers.get('access-control-allow-origin')).toBeNull();
      }
      await close();
    });
  },
);

describe('as the last middleware of a koa application, without an adapter', () => {
  it.each(['', '/auth'])('at the path "%s", carries a whole connection beside earlier routes', async (path) => {
    const { server, origin, close } = await mount(lastInKoa, path);
    expect((await obtainTokens(server.issuer)).tokens.scope).toBe('orders:read');
    expect(await text(`${origin}/app`)).toBe('an earlier route');
    expect((await fetch(`${origin}/elsewhere`)).status).toBe(404);
    await close();
  });
});

describe('behind a parser', () => {
  const bent = [
    ['application/x-www-form-urlencoded', 'grant_type=a&grant_type=b&client_id=c'],
    ['application/x-www-form-urlencoded', 'grant_type[x]=a&client_id[y][z]=c&__proto__[a]=b'],
    ['application/json', '[{"redirect_uris":1}]'],
    ['application/json', '{"redirect_uris":{"0":"https://a.example"},"client_name":{"toString":1}}'],
  ] as const;

  it('answers bodies bent into lists and objects with 4xx', async () => {
    const { server, close } = await mount(behindParsers);
    for (const [type, body] of bent) {
      for (const path of ['token', 'register', 'revoke', 'introspect', 'sign-out']) {
        const init = { method: 'POST', headers: { 'content-type': type }, body };
        const { status } = await fetch(`${server.issuer}/${path}`, init);
        expect({ path, body, isClientError: status >= 400 && status < 500 }).toMatchObject({ isClientError: true });
      }
    }
    await close();
  });

  it('that keeps the body to itself, fails with a line in the log that says what to do', async () => {
    const { server, logged, close } = await mount(behindAnEater);
    const response = await post(`${server.issuer}/register`, publicClient);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('parser');
    expect(logged.join('\n')).toContain('mount the server before the parser');
    await close();
  });
});
