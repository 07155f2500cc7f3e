/** An authorization server of two resources whose servers may introspect, and a confidential client with tokens for the first. */
import type { AuthorizationServerOptions } from '@granthouse/authorization-server';
import { expect } from '@jest/globals';
import { orderDesk, startAuthorizationServer, type RunningServer } from './authorization-server.ts';
import {
  credentials,
  obtainTokens,
  postForm,
  publicClient,
  type Registered,
  type TokenAnswer,
} from './oauth-client.ts';

export const resource = 'https://orders.example.com/mcp';
export const otherResource = 'https://billing.example.com/mcp';
export const confidential = { ...publicClient, token_endpoint_auth_method: 'client_secret_basic' };
export const ordersServer = { client_id: 'orders-server', client_secret: 'the secret of the orders server' };
export const billingServer = { client_id: 'billing-server', client_secret: 'the secret of the billing server' };

export interface Introspected {
  readonly server: RunningServer;
  readonly client: Registered;
  readonly tokens: TokenAnswer;
  /** Another client of the same kind, or a public one, with tokens for the first resource. */
  connect(metadata?: object, scope?: string): Promise<{ client: Registered; tokens: TokenAnswer }>;
  introspect(fields: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
  /** What an authenticated client is told, which is always 200, JSON, and cached by nobody. */
  answer(token: string, asker: Pick<Registered, 'client_id' | 'client_secret'>): Promise<unknown>;
}

export async function startIntrospected(overrides: Partial<AuthorizationServerOptions> = {}): Promise<Introspected> {
  const server = await startAuthorizationServer(resource, {
    resources: [resource, otherResource].map((each) => ({ resource: each, ...orderDesk })),
    // The slash is understood, as it is everywhere.
    clients: [
      { ...ordersServer, introspects: `${resource}/` },
      { ...billingServer, introspects: otherResource },
    ],
    ...overrides,
  });
  const connect: Introspected['connect'] = (metadata = confidential, scope) =>
    obtainTokens(server.issuer, { metadata, overrides: { resource, scope } });
  const introspect: Introspected['introspect'] = (fields, headers) =>
    postForm(`${server.issuer}/introspect`, fields, headers);
  return {
    server,
    ...(await connect()),
    connect,
    introspect,
    async answer(token, asker) {
      const response = await introspect({ token, ...credentials(asker) });
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toMatch(/^application\/json/);
      expect(response.headers.get('cache-control')).toBe('no-store');
      return response.json();
    },
  };
}
