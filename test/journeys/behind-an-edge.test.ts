/** Hosts behind an edge that drops the challenge, or documents, or all of it: what is left leads them to the same tokens. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { protectedResource } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/express';
import express from 'express';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { authorize } from '../support/connect.ts';
import { freePort } from '../support/free-port.ts';
import { RememberingProvider } from '../support/remembering-provider.ts';
import { type Reach, type SdkHost, sdkHosts } from '../support/sdk-hosts.ts';

let server: RunningServer;
let origin: string;
let close: () => Promise<void>;

beforeAll(async () => {
  origin = `http://localhost:${await freePort()}`;
  const resource = `${origin}/mcp`;
  server = await startAuthorizationServer(resource);
  const answer = toNodeHandler(
    createMcpHandler(({ authInfo }) => {
      const tools = new McpServer({ name: 'behind an edge', version: '1.0.0' });
      tools.registerTool('who_am_i', { description: 'Says who calls.' }, () => ({
        content: [{ type: 'text', text: String(authInfo?.extra?.['subject']) }],
      }));
      return tools;
    }),
  );
  const app = express();
  app.use(server.defaultEndpoints(), protect(protectedResource({ resource, authorizationServers: [server.issuer] })));
  app.use('/mcp', (request, response) => answer(request, response));
  const listening = createServer(app).listen(Number(new URL(origin).port), 'localhost');
  await once(listening, 'listening');
  close = async () => {
    listening.close();
    listening.closeAllConnections();
    await once(listening, 'close');
    await server.close();
  };
});
afterAll(() => close());

/** Answers itself what it hides, and never passes a challenge on. */
function edge(hidden: RegExp): Reach['fetch'] {
  return async (url, init) => {
    const { origin: asked, pathname } = new URL(url);
    if (asked === origin && hidden.test(pathname)) return new Response('<h1>Not found</h1>', { status: 404 });
    const answer = await fetch(url, init);
    const headers = new Headers(answer.headers);
    headers.delete('www-authenticate');
    return new Response(answer.body, { status: answer.status, headers });
  };
}

const nothing = /^$/;
const pathForms = /^\/(?:\.well-known\/[^/]+\/|mcp\/\.well-known)/;
const resourceDocuments = /oauth-protected-resource/;
const everyDocument = /\.well-known/;

const edges: readonly (readonly [string, RegExp])[] = [
  ['HOST-22: the challenge', nothing],
  ['HOST-19: the challenge, and every document below a path', pathForms],
  ['HOST-30: the challenge, and every document', everyDocument],
];

async function expectWholeWay({ connect, finish, unauthorized }: SdkHost, hidden: RegExp): Promise<void> {
  const provider = new RememberingProvider();
  const reach: Reach = { resource: `${origin}/mcp`, provider, fetch: edge(hidden) };
  await expect(connect(reach)).rejects.toThrow(unauthorized);
  const sentTo = provider.takeRedirect();
  const browserSent = await fetch(sentTo, { redirect: 'manual' });
  const there = sentTo.origin === origin ? (browserSent.headers.get('location') ?? '') : sentTo;
  await finish(reach, await authorize(there));
  const client = await connect(reach);
  const result = await client.callTool({ name: 'who_am_i', arguments: {} });
  expect(JSON.stringify(result['content'])).toContain('acc_');
  await client.close();
}

describe.each(sdkHosts)('a host on $name', (host) => {
  it.each(edges)('%s may be lost: it connects, and calls a tool', (_title, hidden) => expectWholeWay(host, hidden));
});

describe('where the challenge and the documents of the resource are lost', () => {
  it.each(sdkHosts.filter(({ name }) => name.startsWith('sdk 1')))(
    'HOST-20: a host on $name finds the authorization server by its mirror',
    (host) => expectWholeWay(host, resourceDocuments),
  );

  it.each(sdkHosts.filter(({ name }) => name.startsWith('client 2')))(
    'CL-4: a host on $name takes no document of another issuer, not from the mirror either',
    async ({ connect }) => {
      const provider = new RememberingProvider();
      const reach: Reach = { resource: `${origin}/mcp`, provider, fetch: edge(resourceDocuments) };
      await expect(connect(reach)).rejects.toThrow('Issuer mismatch');
    },
  );
});
