/** The guards of the MCP SDK, both lines, on express, with a verifier by jose as their documentation shows it. */
import express, { type RequestHandler } from 'express';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import type { Subject, Surroundings } from '../subject.ts';
import { resource, scope } from '../world.ts';
import { drain, result } from './call.ts';

const resourceMetadataUrl = 'https://orders.example.com/.well-known/oauth-protected-resource/mcp';

export async function sdk1Guard(surroundings: Surroundings): Promise<Subject> {
  const { requireBearerAuth } = await import('@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js');
  return behind(requireBearerAuth({ ...rulesOf(surroundings), requiredScopes: [scope], resourceMetadataUrl }));
}

export async function sdk2Guard(surroundings: Surroundings): Promise<Subject> {
  const { requireBearerAuth } = await import('@modelcontextprotocol/express');
  return behind(requireBearerAuth({ ...rulesOf(surroundings), requiredScopes: [scope], resourceMetadataUrl }));
}

function behind(guard: RequestHandler): Subject {
  const app = express();
  app.post('/mcp', guard, (request, response) => {
    void drain(request).then(() => response.json(result));
  });
  return { listener: app };
}

function rulesOf({ trustedIssuer }: Surroundings) {
  const keySet = createRemoteJWKSet(new URL(`${trustedIssuer}/jwks`));
  const verifyAccessToken = async (token: string) => {
    const { payload } = await jwtVerify(token, keySet, { issuer: trustedIssuer, audience: resource, typ: 'at+jwt' });
    return {
      token,
      clientId: String(payload['client_id']),
      scopes: String(payload['scope']).split(' '),
      expiresAt: payload.exp ?? 0,
      resource: new URL(resource),
    };
  };
  return { verifier: { verifyAccessToken } };
}
