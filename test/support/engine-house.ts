/** The engine as its authors ship it, and an MCP server on the 1.x SDK, with the guard of that SDK, that takes its tokens. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import express, { type RequestHandler } from 'express';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { Browser } from './browser.ts';
import { pageOf, sentTo } from './connect.ts';
import { startStockProvider } from './other-server.ts';

export interface EngineHouse {
  readonly endpoint: URL;
  close(): Promise<void>;
}

export const startEngineHouse = (): Promise<EngineHouse> => startSdk1Guard(({ href }) => startStockProvider(href));

interface Provider {
  readonly issuer: string;
  close(): Promise<void>;
}

/** The guard of the 1.x SDK; `start` is given the endpoint, and starts the authorization server of its tokens. */
export async function startSdk1Guard(start: (endpoint: URL) => Promise<Provider>): Promise<EngineHouse> {
  const app = express();
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = new URL(`http://localhost:${(server.address() as AddressInfo).port}/mcp`);
  const provider = await start(endpoint);
  for (const handler of await guards(provider.issuer, endpoint)) app.use(handler);
  app.post('/mcp', express.json(), serveNotes);
  const close = async () => {
    server.close();
    server.closeAllConnections();
    await provider.close();
  };
  return { endpoint, close };
}

/** Their types say of every request of express that it may hold a token, so they stay outside. */
interface SdkGuards {
  mcpAuthMetadataRouter(options: object): RequestHandler;
  requireBearerAuth(options: object): RequestHandler;
}

async function guards(issuer: string, endpoint: URL): Promise<RequestHandler[]> {
  const sdk: string = '@modelcontextprotocol/sdk/server/auth';
  const { mcpAuthMetadataRouter } = (await import(`${sdk}/router.js`)) as SdkGuards;
  const { requireBearerAuth } = (await import(`${sdk}/middleware/bearerAuth.js`)) as SdkGuards;
  const { InvalidTokenError } = (await import(`${sdk}/errors.js`)) as { InvalidTokenError: new (why: string) => Error };
  const oauthMetadata: unknown = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
  const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`));
  const verifyAccessToken = async (token: string) => {
    const { payload } = await jwtVerify(token, keys, { issuer, audience: endpoint.href }).catch(() => {
      throw new InvalidTokenError('the token is not valid');
    });
    const scopes = String(payload['scope']).split(' ');
    return { token, clientId: payload['client_id'], scopes, expiresAt: payload.exp };
  };
  const requiredScopes = ['orders:read'];
  const resourceMetadataUrl = `${endpoint.origin}/.well-known/oauth-protected-resource/mcp`;
  return [
    mcpAuthMetadataRouter({ oauthMetadata, resourceServerUrl: endpoint, scopesSupported: requiredScopes }),
    requireBearerAuth({ verifier: { verifyAccessToken }, requiredScopes, resourceMetadataUrl }),
  ];
}

const serveNotes: RequestHandler = async (request, response) => {
  const server = new McpServer({ name: 'notes', version: '1.0.0' });
  const content = [{ type: 'text' as const, text: 'a note' }];
  server.registerTool('read_note', { description: 'Reads the note.' }, () => ({ content }));
  const transport = new StreamableHTTPServerTransport({});
  await server.connect(transport);
  await transport.handleRequest(request, response, request.body);
};

/** What a person does on the development pages: any name will do, and yes to all. */
export async function agree(url: URL): Promise<URL> {
  const browser = new Browser();
  const login = pageOf(await browser.open(url));
  const consent = pageOf(await browser.submit(login, '', { login: 'ada', password: 'any' }));
  return sentTo(await browser.submit(consent, ''));
}
