/** Of the engine's routes only those exist that this server means, each at exactly one path. */
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { connect, createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningServer, startAuthorizationServer } from '../support/authorization-server.ts';
import { publicClient } from '../support/oauth-client.ts';

let server: RunningServer;

beforeAll(async () => {
  server = await startAuthorizationServer('http://localhost:9401/mcp');
});
afterAll(() => server.close());

/** The engine compares paths without case and without a slash at the end; what stands before it compares exactly. */
const otherSpellings: readonly (readonly [string, string])[] = [
  ['GET', '/Authorize?client_id=nobody'],
  ['GET', '/authorize/?client_id=nobody'],
  ['POST', '/TOKEN'],
  ['POST', '/token/'],
  ['POST', '/Register'],
  ['POST', '/revoke/'],
  ['POST', '/Introspect'],
  ['POST', '/introspect/'],
  ['GET', '/JWKS'],
  ['GET', '/jwks/'],
  ['GET', '/.well-known/OAUTH-authorization-server'],
  ['GET', '/.WELL-KNOWN/openid-configuration'],
];

const unwanted: readonly (readonly [string, string])[] = [
  ['GET', '/session/end'],
  ['POST', '/session/end/confirm'],
  ['GET', '/session/end/success'],
  ['GET', '/me'],
  ['POST', '/request'],
  ['POST', '/token/introspection'],
  ['POST', '/device/auth'],
  ['GET', '/authorize/one/two'],
];

describe("the engine's routes", () => {
  it.each([...otherSpellings, ...unwanted])('%s %s is 404', async (method, path) => {
    const body = method === 'POST' ? { body: JSON.stringify(publicClient) } : {};
    const headers = { 'content-type': 'application/json' };

    const response = await fetch(server.issuer + path, { method, headers, ...body });

    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: 'not_found' });
  });

  it.each([
    ['GET', '/authorize', 400],
    ['GET', '/authorize/an-unknown-interaction', 400],
    ['POST', '/token', 400],
    ['POST', '/register', 400],
    ['POST', '/introspect', 401],
    ['POST', '/revoke', 400],
  ])('%s %s is answered by the engine', async (method, path, status) => {
    const response = await fetch(server.issuer + path, { method });

    expect(response.status).toBe(status);
  });

  it.each(['//a@[b/token#', '//a@b/token#', '/a@b/token#', '/Token#x'])(
    'a target with a fragment, %s, is 404',
    async (path) => {
      const { hostname, port } = new URL(server.issuer);
      const sent = request({ hostname, port, path, method: 'POST', agent: false }).end();
      const [answer] = (await once(sent, 'response')) as [IncomingMessage];
      expect(answer.resume().statusCode).toBe(404);
    },
  );

  it.each(['//a@[b/c?\u00a0', '//a@b:99999/?\u00a0', '/sign-out\u00a0', '//a@b/sign-out?\u00a0'])(
    'are not found at "%s", which HTTP/2 lets come',
    async (path) => {
      const listener = server.callback();
      const second = createServer((message, answer) => void listener(message as never, answer as never));
      await once(second.listen(0, '127.0.0.1'), 'listening');
      const session = connect(`http://127.0.0.1:${(second.address() as AddressInfo).port}`);
      const stream = session.request({ ':path': path, host: new URL(server.issuer).host });
      const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
      session.destroy();
      second.close();
      expect(headers[':status']).toBe(404);
    },
  );
});
