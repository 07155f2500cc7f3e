/** The endpoints where a host looks that found no metadata, on the origin of the MCP server (MCP 2025-03-26, Authorization §2.3.3). */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuthorizationServer } from '@granthouse/authorization-server';
import { serveDefaultEndpoints } from '@granthouse/authorization-server/koa';
import express from 'express';
import Koa from 'koa';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { authorize } from '../support/connect.ts';
import { freePort } from '../support/free-port.ts';
import { sendRaw } from '../support/guarded-server.ts';
import { authorizationRequest, callback, post, publicClient, redeem, refresh } from '../support/oauth-client.ts';

const elsewhere = 418;

const applications: readonly (readonly [string, string, (server: AuthorizationServer) => RequestListener])[] = [
  ['node', '', inNode],
  ['node', '/auth', inNode],
  [
    'express',
    '/auth',
    (server) => express().use(server.defaultEndpoints(), (_request, response) => void response.sendStatus(elsewhere)),
  ],
  [
    'koa',
    '',
    (server) =>
      new Koa()
        .use(serveDefaultEndpoints(server))
        .use((context) => void (context.status = elsewhere))
        .callback(),
  ],
];

function inNode(server: AuthorizationServer): RequestListener {
  return (request, response) =>
    void server.defaultEndpoints()(request, response, () => void response.writeHead(elsewhere).end());
}

describe.each(applications)('in %s, beside an issuer with the path "%s"', (_name, path, application) => {
  let server: RunningServer;
  let mcp: string;
  let close: () => Promise<void>;
  beforeAll(async () => {
    mcp = `http://localhost:${await freePort()}`;
    server = await startAuthorizationServer(`${mcp}/mcp`, { issuer: `http://localhost:${await freePort()}${path}` });
    const listening = createServer(application(server)).listen(Number(new URL(mcp).port), 'localhost');
    await once(listening, 'listening');
    close = async () => {
      listening.close();
      listening.closeAllConnections();
      await once(listening, 'close');
    };
  });
  afterAll(() => Promise.all([close(), server.close()]));

  it('HOST-30: a host registers, sends its browser, redeems and refreshes there', async () => {
    const registered = await post(`${mcp}/register`, publicClient);
    const { client_id } = (await registered.json()) as { client_id: string };
    const { url, verifier, state } = authorizationRequest(mcp, client_id, { state: 'AAAA+/==&x=%20' });
    const sentOn = await fetch(url, { redirect: 'manual' });
    expect([sentOn.status, sentOn.headers.get('cache-control')]).toEqual([303, 'no-store']);
    const location = sentOn.headers.get('location') ?? '';
    expect(location).toBe(`${server.issuer}/authorize${url.search}`);
    const answer = (await authorize(location)).searchParams;
    expect([answer.get('state'), answer.get('iss')]).toEqual(['AAAA+/==&x=%20', server.issuer]);
    expect(state).not.toBe('');
    const fields = { client_id, code: answer.get('code') ?? '', code_verifier: verifier };
    const { refresh_token } = (await (await redeem(mcp, fields)).json()) as { refresh_token: string };
    expect((await refresh(mcp, { client_id, refresh_token })).status).toBe(200);
  });

  it('HOST-30: a client with a secret shows it in the header, which no redirect would carry', async () => {
    const metadata = { redirect_uris: [callback] };
    const client = (await (await post(`${mcp}/register`, metadata)).json()) as {
      client_id: string;
      client_secret: string;
    };
    const { url, verifier } = authorizationRequest(server.issuer, client.client_id);
    const code = (await authorize(url)).searchParams.get('code') ?? '';
    const answer = await fetch(`${mcp}/token`, {
      method: 'POST',
      redirect: 'error',
      headers: { authorization: `Basic ${btoa(`${client.client_id}:${client.client_secret}`)}` },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        code_verifier: verifier,
        redirect_uri: callback,
      }),
    });
    expect(answer.status).toBe(200);
  });

  it.each(['/register', '/token'])(
    'HOST-26: %s is preflighted, and its errors may be read by any origin',
    async (at) => {
      const headers = { origin: 'https://inspector.example' };
      const preflight = await fetch(`${mcp}${at}`, { method: 'OPTIONS', headers });
      expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
      const refused = await fetch(`${mcp}${at}`, { method: 'POST', body: '{', headers });
      expect(refused.status).toBe(400);
      expect(refused.headers.get('access-control-allow-origin')).toBe('*');
      expect(await refused.json()).toHaveProperty('error');
    },
  );

  it('RFC9700-3: the browser is sent to the issuer alone, whatever the request says', async () => {
    for (const headers of [[['Host', 'evil.example']], [['X-Forwarded-Host', 'evil.example']]] satisfies [
      string,
      string,
    ][][]) {
      for (const target of ['/authorize?x=//evil.example', `https://evil.example/authorize?x=y`, '/authorize#@evil']) {
        const { location } = (await sendRaw(mcp, target, { headers })).headers;
        expect(location?.startsWith(`${server.issuer}/authorize`)).toBe(true);
        expect(new URL(location ?? '').origin).toBe(new URL(server.issuer).origin);
      }
    }
  });

  it.each([
    ['GET', '/'],
    ['POST', '/authorize'],
    ['GET', '/authorize/x'],
    ['GET', '/Authorize'],
    ['POST', '/token/'],
    ['POST', '/introspect'],
    ['POST', '/revoke'],
    ['GET', '/jwks'],
    ['GET', '/.well-known/oauth-authorization-server'],
    ['POST', `${path}/token/x`],
    ['GET', '//authorize'],
  ])('leaves %s %s to the application', async (method, target) => {
    expect((await sendRaw(mcp, target, { method })).status).toBe(elsewhere);
  });

  it('alone, says that nothing is elsewhere', async () => {
    const listening = createServer((request, response) => void server.defaultEndpoints()(request, response));
    listening.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const { port } = listening.address() as { port: number };
    const { status, text } = await sendRaw(`http://127.0.0.1:${port}`, '/mcp');
    const answer = { error: 'not_found', error_uri: `${server.issuer}/errors/not_found` };
    expect([status, JSON.parse(text)]).toMatchObject([404, answer]);
    listening.close();
    listening.closeAllConnections();
  });
});
