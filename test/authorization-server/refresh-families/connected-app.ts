/** An app that is connected, on a server whose clock and events a test holds; it refreshes with whatever token it is told to. */
import type { AuditEvent, AuthorizationServerOptions } from '@granthouse/authorization-server';
import { memoryEngine } from '@granthouse/storage/memory';
import { startAuthorizationServer, type RunningServer } from '../../support/authorization-server.ts';
import { credentials, obtainTokens, postForm, refresh, type TokenAnswer } from '../../support/oauth-client.ts';
import { ordersServer, resource } from '../../support/introspection.ts';
import { createTestClock, type TestClock } from '../../support/test-clock.ts';

export interface House {
  readonly server: RunningServer;
  readonly clock: TestClock;
  /** About codes and refresh tokens. */
  readonly events: AuditEvent[];
  connect(metadata?: object): Promise<ConnectedApp>;
  /** What the resource server is told about an access token. */
  isActive(accessToken: string): Promise<boolean>;
}

export interface ConnectedApp {
  readonly clientId: string;
  readonly first: TokenAnswer;
  /** The raw answer. */
  show(refreshToken: string, fields?: Record<string, string>): Promise<Response>;
  /** The tokens, or the error's code. */
  refresh(refreshToken: string): Promise<TokenAnswer & { error?: string }>;
  revoke(token: string): Promise<Response>;
}

const isAboutTokens = ({ name }: AuditEvent) => /^(?:authorization_code|refresh_family)\./.test(name);

export async function openHouse(overrides: Partial<AuthorizationServerOptions> = {}): Promise<House> {
  const clock = createTestClock();
  const events: AuditEvent[] = [];
  const server = await startAuthorizationServer(resource, {
    storage: memoryEngine({ now: clock.now }),
    now: clock.now,
    onEvent: (event) => void (isAboutTokens(event) && events.push(event)),
    clients: [{ ...ordersServer, introspects: resource }],
    ...overrides,
  });
  return {
    server,
    clock,
    events,
    connect: (metadata) => connect(server.issuer, metadata),
    async isActive(token) {
      const answer = await postForm(`${server.issuer}/introspect`, { token, ...ordersServer });
      return ((await answer.json()) as { active: boolean }).active;
    },
  };
}

async function connect(issuer: string, metadata?: object): Promise<ConnectedApp> {
  const { client, tokens } = await obtainTokens(issuer, metadata ? { metadata } : {});
  const own = credentials(client);
  const show = (refresh_token: string, fields = {}) => refresh(issuer, { ...own, refresh_token, ...fields });
  return {
    clientId: client.client_id,
    first: tokens,
    show,
    refresh: async (token) => (await (await show(token)).json()) as TokenAnswer & { error?: string },
    revoke: (token) => postForm(`${issuer}/revoke`, { ...own, token }),
  };
}
