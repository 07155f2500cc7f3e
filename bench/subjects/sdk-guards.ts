/** The guards of the MCP SDK, both lines, on express, with a verifier by jose as their documentation shows it. */
import { createRemoteJWKSet, jwtVerify } from 'jose';
import type { Subject, Surroundings } from '../subject.ts';
import { resource, scope } from '../world.ts';
import { behind } from './behind.ts';

const resourceMetadataUrl = 'https://orders.example.com/.well-known/oauth-protected-resource/mcp';

export async function sdk1Guard(surroundings: Surroundings): Promise<Subject> {
  const [{ requireBearerAuth }, { InvalidTokenError }] = await Promise.all([
    import('@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js'),
    import('@modelcontextprotocol/sdk/server/auth/errors.js'),
  ]);
  const verifier = verifierOf(surroundings, () => new InvalidTokenError('this access token is not valid'));
  return behind(requireBearerAuth({ verifier, requiredScopes: [scope], resourceMetadataUrl }));
}

export async function sdk2Guard(surroundings: Surroundings): Promise<Subject> {
  const [{ requireBearerAuth }, { OAuthError, OAuthErrorCode }] = await Promise.all([
    import('@modelcontextprotocol/express'),
    import('@modelcontextprotocol/server'),
  ]);
  const refusal = () => new OAuthError(OAuthErrorCode.InvalidToken, 'this access token is not valid');
  const verifier = verifierOf(surroundings, refusal);
  return behind(requireBearerAuth({ verifier, requiredScopes: [scope], resourceMetadataUrl }));
}

/** With the error of its own line: any other one is answered with 500. */
function verifierOf({ trustedIssuer }: Surroundings, refusal: () => Error) {
  const keySet = createRemoteJWKSet(new URL(`${trustedIssuer}/jwks`));
  const rules = { issuer: trustedIssuer, audience: resource, typ: 'at+jwt' };
  const verifyAccessToken = async (token: string) => {
    const { payload } = await jwtVerify(token, keySet, rules).catch(() => {
      throw refusal();
    });
    return {
      token,
      // Not of the SDK: mcp-auth, which is measured beside it, makes every AuthInfo have one.
      issuer: trustedIssuer,
      clientId: String(payload['client_id']),
      scopes: String(payload['scope']).split(' '),
      expiresAt: payload.exp ?? 0,
      resource: new URL(resource),
    };
  };
  return { verifyAccessToken };
}
