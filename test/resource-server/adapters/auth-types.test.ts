/** What each framework's types say of `auth` behind the guard: the type checker is the test here. */
import { expect, it } from '@jest/globals';
import { type AccessToken, type Auth, protectedResource } from '@granthouse/resource-server';
import { authOf, protect as protectExpress } from '@granthouse/resource-server/express';
import { protect as protectFetch } from '@granthouse/resource-server/fetch';
import { protect as protectHono } from '@granthouse/resource-server/hono';
import { protect as protectKoa } from '@granthouse/resource-server/koa';
import { protect as protectNode } from '@granthouse/resource-server/node';
import express from 'express';
import { Hono } from 'hono';
import Koa from 'koa';

/** False when the first is `any`. */
type Same<A, B> = [A, B] extends [B, A] ? (0 extends 1 & A ? false : true) : false;

const resource = 'https://orders.example.com/mcp';
const authorizationServers = ['https://login.example.com'];
const tokens = protectedResource({ resource, authorizationServers });
const keys = [{ clientId: 'reader', sha256: '0'.repeat(64) }];
const tokensAndKeys = protectedResource({
  resource,
  authorizationServers,
  credentials: [{ kind: 'access_token' }, { kind: 'api_key', prefix: 'ok_', keys }],
});

it('is an access token where nothing else is taken', () => {
  const typed = [
    protectNode(tokens, ({ auth }) => void (true satisfies Same<typeof auth, AccessToken>)),
    protectFetch(tokens, (_request, { auth }) => {
      void (true satisfies Same<typeof auth, AccessToken>);
      return new Response();
    }),
    new Koa()
      .use(protectKoa(tokens))
      .use(({ state: { auth } }) => void (true satisfies Same<typeof auth, AccessToken>)),
    new Hono().use(protectHono(tokens)).all('/mcp', (context) => {
      const auth = context.get('auth');
      void (true satisfies Same<typeof auth, AccessToken>);
      return context.text('');
    }),
    express().use(protectExpress(tokens), (request) => {
      const auth = authOf(tokens, request);
      void (true satisfies Same<typeof auth, AccessToken>);
    }),
  ];
  expect(typed).toHaveLength(5);
});

it('is what all kinds have in common where several are taken', () => {
  const typed = [
    protectNode(tokensAndKeys, ({ auth }) => void (true satisfies Same<typeof auth, Auth>)),
    protectFetch(tokensAndKeys, (_request, { auth }) => {
      void (true satisfies Same<typeof auth, Auth>);
      return new Response(auth.kind);
    }),
    new Koa()
      .use(protectKoa(tokensAndKeys))
      .use(({ state: { auth } }) => void (true satisfies Same<typeof auth, Auth>)),
    new Hono().use(protectHono(tokensAndKeys)).all('/mcp', (context) => {
      const auth = context.get('auth');
      void (true satisfies Same<typeof auth, Auth>);
      return context.text(auth.kind);
    }),
    express().use(protectExpress(tokensAndKeys), (request) => {
      const auth = authOf(tokensAndKeys, request);
      void (true satisfies Same<typeof auth, Auth>);
    }),
  ];
  expect(typed).toHaveLength(5);
});

it('fits koa middleware of any state', () => {
  const untyped: Koa.Middleware = protectKoa(tokens);
  const own = new Koa<{ user: string }>().use(protectKoa(tokens)).use(({ state: { auth, user } }) => {
    void (true satisfies Same<typeof auth, AccessToken>);
    void (true satisfies Same<typeof user, string>);
  });
  expect([untyped, own]).toHaveLength(2);
});

it('tells an access token from the rest by its kind', async () => {
  const open = protectedResource({ resource, dangerouslyWithoutCredentials: true });
  const outcome = await open.authenticate(new Request(resource));
  if (outcome instanceof Response) throw new Error('the call was refused');
  const issuer = outcome.kind === 'access_token' ? outcome.issuer : undefined;
  void (true satisfies Same<typeof issuer, string | undefined>);
  expect([outcome.kind, issuer]).toEqual(['none', undefined]);
});
