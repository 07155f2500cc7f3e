/** Guards for express that people use beside the SDK's, each set up for the same checks as its documentation shows it. */
import type { RequestHandler } from 'express';
import type { Subject, Surroundings } from '../subject.ts';
import { resource, scope } from '../world.ts';
import { behind } from './behind.ts';

export async function expressJwtBearer({ trustedIssuer }: Surroundings): Promise<Subject> {
  const { auth, requiredScopes } = await import('express-oauth2-jwt-bearer');
  const jwksUri = `${trustedIssuer}/jwks`;
  const guard = auth({ issuer: trustedIssuer, jwksUri, audience: resource, tokenSigningAlg: 'ES256', strict: true });
  return behind(guard, requiredScopes(scope));
}

export async function mcpAuth({ trustedIssuer }: Surroundings): Promise<Subject> {
  const { MCPAuth } = await import('mcp-auth');
  // Written out, because it prints what it misses in a document that it finds.
  const metadata = {
    issuer: trustedIssuer,
    authorizationEndpoint: `${trustedIssuer}/authorize`,
    tokenEndpoint: `${trustedIssuer}/token`,
    jwksUri: `${trustedIssuer}/jwks`,
    registrationEndpoint: `${trustedIssuer}/register`,
    responseTypesSupported: ['code'],
    grantTypesSupported: ['authorization_code'],
    codeChallengeMethodsSupported: ['S256'],
  };
  const authorizationServers = [{ type: 'oauth' as const, metadata }];
  const guards = new MCPAuth({ protectedResources: [{ metadata: { resource, authorizationServers } }] });
  const guard: RequestHandler = guards.bearerAuth('jwt', {
    resource,
    audience: resource,
    requiredScopes: [scope],
    jwtVerify: { typ: 'at+jwt' },
  });
  return behind(guard);
}
