/** An MCP server on mcp-handler, with the guard that its documentation of authorization shows. */
import { createMcpHandler, protectedResourceHandler, withMcpAuth } from 'mcp-handler';
import { startStockProvider, type OtherServer, type StockProvider } from '../../../support/other-server.ts';
import { listening } from '../patients/healthy/answers.ts';
import { addOrders, verifying } from './sdk-2-server.ts';

type VerifyToken = Parameters<typeof withMcpAuth>[1];

export async function startMcpHandlerServer(verifyToken?: VerifyToken): Promise<OtherServer> {
  const { origin, answer, close } = await listening('localhost');
  const open = createMcpHandler(addOrders);
  const handle = verifyToken ? withMcpAuth(open, verifyToken, { required: true }) : open;
  answer(async (request) => (isMcp(request) ? handle(request) : new Response(null, { status: 404 })));
  return { url: `${origin}/mcp`, close };
}

/** Before a stock oidc-provider. */
export async function startMcpHandlerSignIn(
  options: Parameters<typeof startStockProvider>[1] = {},
): Promise<OtherServer & Pick<StockProvider, 'endGrants'>> {
  const { origin, answer, close } = await listening('localhost');
  const url = `${origin}/mcp`;
  const provider = await startStockProvider(url, options);
  const verify = verifying(provider.issuer, url);
  const resourceMetadataPath = '/.well-known/oauth-protected-resource/mcp';
  const handle = withMcpAuth(
    createMcpHandler(addOrders),
    (_request, token) => (token === undefined ? undefined : verify(token)),
    { required: true, requiredScopes: ['orders:read'], resourceMetadataPath },
  );
  const metadata = protectedResourceHandler({ authServerUrls: [provider.issuer] });
  answer(async (request) => {
    if (new URL(request.url).pathname === resourceMetadataPath) return metadata(request);
    return isMcp(request) ? handle(request) : new Response(null, { status: 404 });
  });
  return {
    url,
    endGrants: () => provider.endGrants(),
    async close() {
      await Promise.all([close(), provider.close()]);
    },
  };
}

const isMcp = (request: Request): boolean => new URL(request.url).pathname === '/mcp';
