/** An MCP server on the SDK's 2.x line and its own guard, before a stock oidc-provider (its readme, authorization). */
import {
  createMcpHandler,
  getOAuthProtectedResourceMetadataUrl,
  McpServer,
  OAuthError,
  OAuthErrorCode,
  oauthMetadataResponse,
  originValidationResponse,
  requireBearerAuth,
} from '@modelcontextprotocol/server';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { z } from 'zod';
import { listening } from '../patients/healthy/answers.ts';
import { startStockProvider, type OtherServer, type StockProvider } from '../../../support/other-server.ts';

export function orders(): McpServer {
  const server = new McpServer({ name: 'orders', version: '1.0.0' });
  addOrders(server);
  return server;
}

export function addOrders(server: McpServer): void {
  server.registerTool(
    'list_orders',
    {
      description: 'Lists the newest orders with their state.',
      inputSchema: z.object({}),
      outputSchema: z.object({ orders: z.array(z.string()) }),
      annotations: { readOnlyHint: true },
    },
    () => ({ content: [{ type: 'text', text: '{"orders":["o-1"]}' }], structuredContent: { orders: ['o-1'] } }),
  );
}

export async function startSdk2Server(
  options: Parameters<typeof startStockProvider>[1] = {},
): Promise<OtherServer & Pick<StockProvider, 'endGrants'>> {
  const { origin, answer, close } = await listening('localhost');
  const resource = new URL(`${origin}/mcp`);
  const provider = await startStockProvider(resource.href, options);
  const document = await fetch(`${provider.issuer}/.well-known/openid-configuration`);
  const metadata = {
    oauthMetadata: (await document.json()) as never,
    resourceServerUrl: resource,
    scopesSupported: ['orders:read'],
  };
  const authenticate = requireBearerAuth({
    resourceMetadataUrl: getOAuthProtectedResourceMetadataUrl(resource),
    verifier: { verifyAccessToken: verifying(provider.issuer, resource.href) },
  });
  const mcp = createMcpHandler(orders);
  answer(async (request) => {
    const refused = originValidationResponse(request, ['localhost']) ?? oauthMetadataResponse(request, metadata);
    if (refused) return refused;
    if (new URL(request.url).pathname !== '/mcp') return new Response(null, { status: 404 });
    const authInfo = await authenticate(request);
    return authInfo instanceof Response ? authInfo : mcp.fetch(request, { authInfo });
  });
  return {
    url: resource.href,
    endGrants: () => provider.endGrants(),
    async close() {
      await Promise.all([close(), provider.close()]);
    },
  };
}

/** As the readme shows it, with jose. */
export function verifying(issuer: string, audience: string) {
  const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`));
  return async (token: string) => {
    const verified = await jwtVerify(token, keys, { issuer, audience }).catch(() => undefined);
    if (!verified) throw new OAuthError(OAuthErrorCode.InvalidToken, 'the token is not valid');
    const { client_id: clientId, scope, exp = 0 } = verified.payload;
    return { token, clientId: String(clientId), scopes: String(scope).split(' '), expiresAt: exp };
  };
}
