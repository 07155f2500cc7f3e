/** An authorization server at /auth and an MCP server at /mcp on one port of one application: the whole way of a host. */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { createAuthorizationServer, type AuthorizationServer } from '@granthouse/authorization-server';
import { serve } from '@granthouse/authorization-server/koa';
import { type ProtectedResource, protectedResource } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/express';
import { protect as protectInKoa } from '@granthouse/resource-server/koa';
import { memoryEngine } from '@granthouse/storage/memory';
import express, { type RequestHandler } from 'express';
import Koa from 'koa';
import { orderDesk, person } from '../support/authorization-server.ts';
import { authorize } from '../support/connect.ts';
import { freePort } from '../support/free-port.ts';
import { RememberingProvider } from '../support/remembering-provider.ts';

interface House {
  readonly origin: string;
  close(): Promise<void>;
}

interface Parts {
  readonly server: AuthorizationServer;
  readonly resource: ProtectedResource;
  readonly answer: ReturnType<typeof toNodeHandler>;
}

const ownPage = '<p>a page of the application</p>';

function inExpress(order: (parts: Parts) => RequestHandler[]) {
  return (parts: Parts): RequestListener => {
    const app = express();
    for (const part of order(parts)) app.use(part);
    app.use('/mcp', (request, response) => parts.answer(request, response));
    return app.use((_request, response) => void response.type('html').send(ownPage));
  };
}

function inKoa({ server, resource, answer }: Parts): RequestListener {
  const app = new Koa();
  app.use(serve(server)).use(protectInKoa(resource));
  app.use(async (ctx) => {
    if (ctx.path !== '/mcp') {
      ctx.body = ownPage;
      return;
    }
    ctx.respond = false;
    const { method, url } = ctx;
    await answer(Object.assign(ctx.req, { method, url }), ctx.res);
  });
  return app.callback();
}

const serverFirst = inExpress(({ server, resource }) => [server.callback(), protect(resource)]);
const guardFirst = inExpress(({ server, resource }) => [protect(resource), server.callback()]);

async function startOneOrigin(path: string, application: (parts: Parts) => RequestListener): Promise<House> {
  const origin = `http://localhost:${await freePort()}`;
  const resource = `${origin}/mcp`;
  const server = await createAuthorizationServer({
    issuer: `${origin}${path}`,
    storage: memoryEngine(),
    secret: 'a secret for tests, long enough to be taken',
    resources: [{ resource, ...orderDesk }],
  });
  await server.accounts.add(person);
  const guarded = protectedResource({ resource, authorizationServers: [server.issuer] });
  const listener = application({ server, resource: guarded, answer: toNodeHandler(whoAmI()) });
  const listening = createServer(listener).listen(Number(new URL(origin).port), 'localhost');
  await once(listening, 'listening');
  const close = async () => {
    listening.close();
    listening.closeAllConnections();
    await once(listening, 'close');
    await server.close();
  };
  return { origin, close };
}

function whoAmI() {
  return createMcpHandler(({ authInfo }) => {
    const tools = new McpServer({ name: 'one origin', version: '1.0.0' });
    tools.registerTool('who_am_i', { description: 'Says who calls.' }, () => ({
      content: [{ type: 'text', text: String(authInfo?.extra?.['subject']) }],
    }));
    return tools;
  });
}

const ways = [
  ['/auth', 'in express', serverFirst],
  ['/auth', 'in express, the guard first', guardFirst],
  ['/auth', 'in koa', inKoa],
  ['', 'in express', serverFirst],
  ['', 'in express, the guard first', guardFirst],
] as const;

describe.each(ways)('on one origin, with the issuer at "%s", %s', (path, _name, application) => {
  let house: House;
  beforeAll(async () => {
    house = await startOneOrigin(path, application);
  });
  afterAll(() => house.close());

  const transport = (provider: RememberingProvider) =>
    new StreamableHTTPClientTransport(new URL(`${house.origin}/mcp`), { authProvider: provider });

  async function connected(provider: RememberingProvider): Promise<Client> {
    const client = new Client({ name: 'journey', version: '1.0.0' });
    await client.connect(transport(provider));
    return client;
  }

  it('a host comes from the first 401 to a tool’s answer, and over a refresh', async () => {
    const provider = new RememberingProvider();
    await expect(connected(provider)).rejects.toThrow(UnauthorizedError);
    await transport(provider).finishAuth((await authorize(provider.takeRedirect())).searchParams);
    await (await connected(provider)).close();
    const before = provider.kept;
    provider.kept = { ...before, access_token: 'not-a-token', token_type: 'Bearer' };
    const client = await connected(provider);
    const result = await client.callTool({ name: 'who_am_i', arguments: {} });
    expect(JSON.stringify(result.content)).toContain('acc_');
    expect(provider.kept?.refresh_token).not.toBe(before?.refresh_token);
    await client.close();
  });

  const standard = [`/.well-known/oauth-authorization-server${path}`, `/.well-known/openid-configuration${path}`];
  const appended = [`${path}/.well-known/openid-configuration`, `${path}/.well-known/oauth-authorization-server`];
  const forms = [...standard, ...appended].flatMap((form) => [form, `${form}/`]);

  it.each([...new Set([...forms, '/.well-known/oauth-authorization-server'])])(
    'AS-4, HOST-20: %s is the metadata of the one authorization server',
    async (form) => {
      const document = await (await fetch(`${house.origin}${form}`)).json();
      expect(document).toMatchObject({ issuer: `${house.origin}${path}` });
    },
  );

  it.each([
    ['/.well-known/oauth-protected-resource/mcp', 200],
    ['/.well-known/oauth-protected-resource', 200],
    ['/.well-known/oauth-authorization-server/mcp', 404],
    ['/.well-known/openid-configuration/mcp', 404],
    ['/mcp/.well-known/openid-configuration', 404],
    [`${path}/.well-known/oauth-protected-resource/other`, 404],
  ])('HOST-19: %s is answered with %i and JSON', async (at, status) => {
    const response = await fetch(`${house.origin}${at}`, { headers: { accept: 'text/html' } });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  });

  it('the application keeps its other pages, and no cookie of the server reaches them', async () => {
    const response = await fetch(`${house.origin}/shop`);
    expect(await response.text()).toBe(ownPage);
    expect(response.headers.getSetCookie()).toEqual([]);
  });
});
