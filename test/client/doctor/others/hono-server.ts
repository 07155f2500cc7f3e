/** An MCP server on the transport of @hono/mcp, as its readme shows it, behind a guard of hono's or of its own. */
import { bearerAuth, simpleMcpAuthRouter, StreamableHTTPTransport } from '@hono/mcp';
import { Hono, type MiddlewareHandler } from 'hono';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { startStockProvider, type OtherServer, type StockProvider } from '../../../support/other-server.ts';
import { listening } from '../patients/healthy/answers.ts';
import { orders } from './header-server.ts';

export async function startHonoServer(guard?: MiddlewareHandler): Promise<OtherServer> {
  const { origin, answer, close } = await listening('localhost');
  const app = new Hono();
  if (guard) app.use('/mcp', guard);
  serveOrders(app);
  answer(async (request) => app.fetch(request));
  return { url: `${origin}/mcp`, close };
}

/** Before a stock oidc-provider. */
export async function startHonoSignIn(
  options: Parameters<typeof startStockProvider>[1] = {},
): Promise<OtherServer & Pick<StockProvider, 'endGrants'>> {
  const { origin, answer, close } = await listening('localhost');
  const resource = new URL(`${origin}/mcp`);
  const provider = await startStockProvider(resource.href, options);
  const { issuer } = provider;
  const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`));
  const verifyToken = (token: string) =>
    jwtVerify(token, keys, { issuer, audience: resource.href }).then(
      () => true,
      () => false,
    );
  const app = new Hono();
  app.route('/', simpleMcpAuthRouter({ issuer, resourceServerUrl: resource, scopesSupported: ['orders:read'] }));
  app.use('/mcp', bearerAuth({ verifyToken }));
  serveOrders(app);
  answer(async (request) => app.fetch(request));
  return {
    url: resource.href,
    endGrants: () => provider.endGrants(),
    async close() {
      await Promise.all([close(), provider.close()]);
    },
  };
}

/** One for everybody. */
function serveOrders(app: Hono): void {
  const server = orders();
  const transport = new StreamableHTTPTransport();
  app.all('/mcp', async (context) => {
    if (!server.isConnected()) await server.connect(transport);
    return transport.handleRequest(context);
  });
}
