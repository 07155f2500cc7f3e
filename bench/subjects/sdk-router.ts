/** The authorization router of the MCP SDK 1.x with its own provider for demos: everything in memory, tokens that are random strings. */
import { DemoInMemoryAuthProvider } from '@modelcontextprotocol/sdk/examples/server/demoInMemoryOAuthProvider.js';
import { mcpAuthRouter } from '@modelcontextprotocol/sdk/server/auth/router.js';
import express, { type Response } from 'express';
import type { PreparedCode, Subject } from '../subject.ts';
import { callback, issuer, resource, scope } from '../world.ts';
import { newVerifier } from './verifier.ts';

export async function sdkRouter(): Promise<Subject> {
  const provider = new DemoInMemoryAuthProvider();
  const unlimited = { rateLimit: false } as const;
  const app = express();
  app.use(
    mcpAuthRouter({
      provider,
      issuerUrl: new URL(issuer),
      resourceServerUrl: new URL(resource),
      scopesSupported: [scope],
      tokenOptions: unlimited,
      clientRegistrationOptions: unlimited,
    }),
  );
  const prepareCodes = async (clientIds: readonly string[], count: number) => {
    const clients = await Promise.all(clientIds.map((id) => provider.clientsStore.getClient(id)));
    return Promise.all(Array.from({ length: count }, (_, index) => codeFor(clients[index % clients.length])));
  };
  return { listener: app, prepareCodes };

  async function codeFor(client: Awaited<ReturnType<typeof provider.clientsStore.getClient>>): Promise<PreparedCode> {
    if (!client) throw new Error('a code is prepared for a registered client');
    const { verifier, challenge } = newVerifier();
    const request = { redirectUri: callback, codeChallenge: challenge, scopes: [scope], resource: new URL(resource) };
    let sentTo = '';
    const redirect = (url: string) => (sentTo = url);
    await provider.authorize(client, request, { redirect } as unknown as Response);
    return { code: new URL(sentTo).searchParams.get('code') ?? '', verifier, clientId: client.client_id };
  }
}
