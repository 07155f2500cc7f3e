/** The API's own 401 and 403: an error in words, or a challenge where the API names a scope that the person can give (RFC 6750 §3.1). */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openApiTools, type UpstreamRefusal } from '@granthouse/openapi-tools';
import { type AuthInfo, registerOpenApiTools } from '@granthouse/openapi-tools/sdk-2';
import { registerOpenApiTools as registerOnLine1 } from '@granthouse/openapi-tools/sdk-1';
import { parseChallenges } from '@granthouse/protocol';
import { protectedResource } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/fetch';
import { testIssuer } from '@granthouse/resource-server/testing';
import { McpServer as McpServer1 } from '@modelcontextprotocol/sdk/server/mcp.js';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { orderDocument, type OrderApi, startOrderApi } from '../../support/order-api.ts';
import { sendRpc, textOf } from '../../support/tools-clients.ts';
import { listenerOf } from '../../support/web-listener.ts';

const about = { name: 'orders', version: '1.0.0' };

describe.each([
  ['sdk-2', '2026-07-28', 403],
  // The answer of this revision has begun as a stream by then.
  ['sdk-2', undefined, 200],
  ['sdk-1', undefined, 403],
] as const)('on %s, revision %s', (line, revision, statusOfLackingScope) => {
  let api: OrderApi;
  let resource: string;
  const server = createServer();
  const issuer = testIssuer();
  const refusals: UpstreamRefusal[] = [];
  const more = revision === undefined ? {} : { revision };

  beforeAll(async () => {
    api = await startOrderApi();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    resource = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
    const guard = protectedResource({
      resource,
      authorizationServers: [issuer.issuer],
      fetch: issuer.fetch,
      scopes: { 'orders:read': { description: 'Read' }, 'orders:export': { description: 'Export' } },
    });
    const tools = openApiTools(orderDocument, { server: api.origin });
    const missing = new WeakMap<object, readonly string[]>();
    const options = {
      onRefusal(refusal: UpstreamRefusal, auth: AuthInfo | undefined) {
        refusals.push(refusal);
        const ours = refusal.scopes.filter((scope) => guard.scopes.includes(scope));
        if (auth && refusal.code === 'insufficient_scope') missing.set(auth, ours);
      },
    };
    const line2 = createMcpHandler(() => {
      const onLine2 = new McpServer(about);
      registerOpenApiTools(onLine2, tools, options);
      return onLine2;
    });
    const answer = async (request: Request, authInfo: AuthInfo & { scopes: string[] }) => {
      if (line === 'sdk-2') return line2.fetch(request, { authInfo });
      const onLine1 = new McpServer1(about);
      registerOnLine1(onLine1, tools, options);
      const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
      await onLine1.connect(transport);
      return transport.handleRequest(request, { authInfo });
    };
    const guarded = protect(guard, async (request, { auth }) => {
      const answered = await answer(request, auth);
      const challenge = guard.demandScopes(auth, missing.get(auth) ?? []);
      return challenge?.headers.has('www-authenticate') ? challenge : answered;
    });
    server.on('request', listenerOf(guarded));
  });
  afterEach(() => {
    api.answer = undefined;
  });
  afterAll(async () => {
    server.close();
    server.closeAllConnections();
    await api.close();
  });

  async function callAnswered(status: number, challenge?: string) {
    api.answer = (_request, response) => {
      response.writeHead(status, challenge === undefined ? {} : { 'www-authenticate': challenge }).end('no');
    };
    const token = await issuer.mint({ resource, scopes: ['orders:read'] });
    const params = { name: 'getOrder', arguments: { order_id: '7' } };
    return sendRpc(resource, token, { method: 'tools/call', params, ...more });
  }

  it('says of a 401 that the sign-in is not at fault, and whose matter it is', async () => {
    const { status, body, challenge } = await callAnswered(401, 'Bearer error="invalid_token"');
    expect({ status, challenge }).toEqual({ status: 200, challenge: '' });
    expect(body.result?.isError).toBe(true);
    expect(textOf(body.result ?? {})).toMatch(/answered 401.*signing in to this server again changes nothing/su);
    expect(refusals.at(-1)).toMatchObject({
      status: 401,
      code: 'invalid_token',
      operation: { operationId: 'getOrder' },
    });
  });

  it.each([undefined, 'Bearer error="insufficient_scope", scope="elsewhere:admin"'])(
    'says of a 403 that somebody has to give the right: %s',
    async (upstream) => {
      const { status, body } = await callAnswered(403, upstream);
      expect(status).toBe(200);
      expect(body.result?.isError).toBe(true);
      expect(textOf(body.result ?? {})).toMatch(/answered 403.*has to give them, or this server, the right/su);
    },
  );

  it('challenges for a scope that the API names and the resource has, where no answer has begun', async () => {
    const { status, challenge } = await callAnswered(403, 'Bearer error="insufficient_scope", scope="orders:export"');
    expect(status).toBe(statusOfLackingScope);
    const [asked] = parseChallenges(challenge);
    expect(asked?.parameters['scope']).toBe(statusOfLackingScope === 403 ? 'orders:read orders:export' : undefined);
  });
});
