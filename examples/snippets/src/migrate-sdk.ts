/** What a guard by the 1.x SDK looks like before it is replaced: express, a verifier of one's own, metadata by hand (RFC 9728). */
// #region before
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';
import {
  getOAuthProtectedResourceMetadataUrl,
  mcpAuthMetadataRouter,
} from '@modelcontextprotocol/sdk/server/auth/router.js';
import { OAuthMetadataSchema } from '@modelcontextprotocol/sdk/shared/auth.js';
import express from 'express';
import { createRemoteJWKSet, jwtVerify } from 'jose';

const resourceServerUrl = new URL('https://orders.example.com/mcp');
const issuer = 'https://login.example.com';
const found = await fetch(`${issuer}/.well-known/oauth-authorization-server`);
const oauthMetadata = OAuthMetadataSchema.parse(await found.json());
const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`));
const verifier = {
  async verifyAccessToken(token: string) {
    const { payload } = await jwtVerify(token, keys, { issuer });
    const { client_id: clientId, scope, exp: expiresAt = 0 } = payload;
    return { token, clientId: String(clientId), scopes: String(scope).split(' '), expiresAt };
  },
};

const requiredScopes = ['orders:read'];
const resourceMetadataUrl = getOAuthProtectedResourceMetadataUrl(resourceServerUrl);
const app = express();
app.use(mcpAuthMetadataRouter({ oauthMetadata, resourceServerUrl, scopesSupported: requiredScopes }));
app.use('/mcp', requireBearerAuth({ verifier, requiredScopes, resourceMetadataUrl }), answer);
app.listen(9401);
// #endregion before

function answer(request: express.Request, response: express.Response): void {
  response.json({ client: request.auth?.clientId });
}
