/** A healthy guarded MCP server: the SDK's own handler behind a guard of a few lines (MCP, authorization; RFC 9728). */
import { createMcpHandler, Server } from '@modelcontextprotocol/server';
import { type Handler, json } from './answers.ts';
import type { HealthyAuthorizationServer } from './authorization-server.ts';
import { healthyTools, type PatientTool } from './tools.ts';

/** What it does rightly, and a patient doesn't. */
export interface McpHabits {
  /** How callers show who they are; `Bearer sesame` is the only key. */
  readonly credentials?: 'oauth' | 'key' | 'none';
  /** `ignored`: a token for any resource opens it. */
  readonly audience?: 'checked' | 'ignored';
  readonly tools?: readonly PatientTool[];
}

export const key = 'sesame-6f1c9d0e';

export interface McpParts {
  readonly resource: string;
  readonly issuer: string;
  readonly verify: HealthyAuthorizationServer['verify'];
}

export function healthyMcpServer(parts: McpParts, habits: McpHabits = {}): Handler {
  const { credentials = 'oauth', tools = healthyTools } = habits;
  const { origin, pathname } = new URL(parts.resource);
  const wellKnown = '/.well-known/oauth-protected-resource';
  const mcp = createMcpHandler(() => server(tools));
  const guard = guards[credentials](parts, habits);
  return async (request) => {
    const path = new URL(request.url).pathname;
    const isMetadata = credentials === 'oauth' && (path === wellKnown || path === wellKnown + pathname);
    if (isMetadata) return json(resourceMetadata(parts));
    if (path !== pathname) return json({ error: 'not_found' }, 404);
    const from = request.headers.get('origin');
    if (from !== null && from !== origin) return json({ error: 'forbidden' }, 403);
    return (await guard(request)) ?? mcp.fetch(request);
  };
}

const resourceMetadata = ({ resource, issuer }: McpParts) => ({
  resource,
  authorization_servers: [issuer],
  scopes_supported: ['orders:read'],
  bearer_methods_supported: ['header'],
});

/** The refusal; undefined lets through. */
type Guard = (request: Request) => Promise<Response | undefined>;

const guards: Record<'oauth' | 'key' | 'none', (parts: McpParts, habits: McpHabits) => Guard> = {
  none: () => () => Promise.resolve(undefined),
  key: () => async (request) => {
    const authorization = request.headers.get('authorization');
    if (authorization === `Bearer ${key}`) return undefined;
    return refused(authorization === null ? 'Bearer' : 'Bearer error="invalid_token"');
  },
  oauth:
    ({ resource, verify }, { audience = 'checked' }) =>
    async (request) => {
      const { origin, pathname } = new URL(resource);
      const rest = `scope="orders:read", resource_metadata="${origin}/.well-known/oauth-protected-resource${pathname}"`;
      const token = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
      if (token === undefined) return refused(`Bearer ${rest}`);
      const claims = await verify(token);
      const isFor = audience === 'ignored' || claims?.aud === resource;
      return claims && isFor ? undefined : refused(`Bearer error="invalid_token", ${rest}`);
    },
};

const refused = (challenge: string) => json({ error: 'unauthorized' }, 401, { 'www-authenticate': challenge });

/** For one request: it holds nothing between them. */
function server(tools: readonly PatientTool[]): Server {
  const implementation = { name: 'orders', version: '1.0.0' };
  const made = new Server(implementation, { capabilities: { tools: {} } });
  made.setRequestHandler('tools/list', () => ({ tools: tools.map(({ answer: _its, ...listed }) => listed) }) as never);
  made.setRequestHandler('tools/call', ({ params }) => {
    const tool = tools.find(({ name }) => name === params.name);
    return (tool?.answer ?? { content: [{ type: 'text', text: 'no such tool' }], isError: true }) as never;
  });
  return made;
}
