/** An MCP endpoint and an authorization server at one origin, whose every answer a test can replace; it remembers what was asked. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listenerOf } from './web-listener.ts';

type Answer = (request: Asked) => Response | Promise<Response>;

export interface Asked {
  /** Such as `POST /token`, without query. */
  readonly what: string;
  readonly headers: Headers;
  readonly body: string;
}

export interface ScriptedHouse {
  readonly origin: string;
  readonly endpoint: URL;
  /** By `what`; what isn't there is 404. */
  readonly routes: Record<string, Answer>;
  readonly asked: Asked[];
  /** The forms that were posted to an endpoint. */
  forms(path: string): URLSearchParams[];
  /** Adds members to a document that is served as JSON; an undefined one is left out. */
  change(what: string, members: Record<string, unknown>): void;
  /** Where the browser comes back to, as the good server sends it there. */
  answerTo(url: URL, parameters?: Record<string, string | undefined>): URL;
  close(): Promise<void>;
}

export const documents = {
  resource: 'GET /.well-known/oauth-protected-resource/mcp',
  server: 'GET /.well-known/oauth-authorization-server',
} as const;

export async function startScriptedHouse(): Promise<ScriptedHouse> {
  const asked: Asked[] = [];
  const routes: Record<string, Answer> = {};
  const handler = async (request: Request) => {
    const what = `${request.method} ${new URL(request.url).pathname}`;
    const each = { what, headers: request.headers, body: await request.text() };
    asked.push(each);
    return (await routes[what]?.(each)) ?? new Response('Nothing is here.', { status: 404 });
  };
  const server = createServer(listenerOf(handler));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  Object.assign(routes, goodRoutes(origin));
  return {
    origin,
    endpoint: new URL('/mcp', origin),
    routes,
    asked,
    forms: (path) => asked.filter(({ what }) => what === `POST ${path}`).map(({ body }) => new URLSearchParams(body)),
    change(what, members) {
      const before = routes[what];
      routes[what] = async (request) => {
        const document = (await (await before?.(request))?.json()) as object | undefined;
        return Response.json({ ...document, ...members });
      };
    },
    answerTo: (url, parameters = {}) => answerTo(url, { iss: origin, ...parameters }),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

export const json =
  (body: unknown, init?: ResponseInit): Answer =>
  () =>
    Response.json(body, init);

export const page =
  (status = 200): Answer =>
  () =>
    new Response('<!doctype html><title>An app</title>', { status, headers: { 'content-type': 'text/html' } });

export const tokens = { access_token: 'access', token_type: 'Bearer', expires_in: 600, refresh_token: 'refresh' };

function goodRoutes(origin: string): Record<string, Answer> {
  const challenge = `Bearer resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"`;
  return {
    'POST /mcp': () => new Response(null, { status: 401, headers: { 'www-authenticate': challenge } }),
    [documents.resource]: json({ resource: `${origin}/mcp`, authorization_servers: [origin] }),
    [documents.server]: json({
      issuer: origin,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/token`,
      registration_endpoint: `${origin}/register`,
      revocation_endpoint: `${origin}/revoke`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none', 'client_secret_basic'],
      authorization_response_iss_parameter_supported: true,
    }),
    'POST /register': ({ body }) =>
      Response.json({ ...(JSON.parse(body) as object), client_id: 'registered' }, { status: 201 }),
    'POST /token': json(tokens),
    'POST /revoke': json({}),
  };
}

/** A parameter that is undefined is left out. */
function answerTo(url: URL, parameters: Record<string, string | undefined>): URL {
  const answer = new URL(url.searchParams.get('redirect_uri') ?? '');
  const all = { code: 'a code', state: url.searchParams.get('state') ?? '', ...parameters };
  for (const [name, value] of Object.entries(all)) if (value !== undefined) answer.searchParams.set(name, value);
  return answer;
}
